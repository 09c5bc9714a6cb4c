//! How fast: detection per document, decoding per second.

use std::{hint::black_box, time::Instant};

use unmix::{
    charset::{self, Clues},
    decode,
    document::{Plan, Why},
    encoding::Encoding,
};

const CHINESE: &str = "获悉，据外媒报道，联邦快递公司在当地时间周一宣布，他们将关闭在该地区的部分办事处，并裁减 200 名员工。\n";
const JAPANESE: &str =
    "その会社は月曜日に、地域の事務所の一部を閉鎖し、社員 200 人を削減すると発表した。\n";
const KOREAN: &str =
    "그 회사는 월요일에 이 지역의 사무소 일부를 폐쇄하고 직원 200명을 감축한다고 발표했다.\n";
const RUSSIAN: &str =
    "Компания объявила в понедельник, что закроет часть офисов и сократит 200 сотрудников.\n";
const FRENCH: &str = "La société a annoncé lundi qu’elle fermerait une partie de ses bureaux dans la région à l’été.\n";

pub(crate) fn print() {
    println!(
        "\n| text, 1 MiB | detect, ms | detect, 4 KiB, ms | decode, MB/s | encoding_rs, MB/s | detect and decode, MB/s |"
    );
    println!("|---|---|---|---|---|---|");
    for (label, text) in [
        ("utf-8", CHINESE),
        ("gb18030", CHINESE),
        (
            "big5",
            "據外媒報導，聯邦快遞公司在當地時間週一宣布，他們將關閉在該地區的部分辦事處，並裁減 200 名員工。\n",
        ),
        ("shift_jis", JAPANESE),
        ("euc-jp", JAPANESE),
        ("euc-kr", KOREAN),
        ("windows-1251", RUSSIAN),
        ("windows-1252", FRENCH),
    ] {
        let web = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let line = web.encode(text).0;
        let bytes: Vec<u8> = line
            .iter()
            .copied()
            .cycle()
            .take((1 << 20) / line.len() * line.len())
            .collect();
        let size = bytes.len() as f64 / 1e6;
        let plan = Plan {
            encoding: Encoding::for_label(label).unwrap(),
            bom: 0,
            why: Why::Forced,
            confidence: 1.0,
            runner_up: None,
            runs: Vec::new(),
        };
        let detect = best(|| drop(black_box(charset::detect(&bytes, &Clues::default()))));
        let small = best(|| {
            drop(black_box(charset::detect(
                &bytes[..4096],
                &Clues::default(),
            )))
        });
        let ours = best(|| drop(black_box(decode::decode(&bytes, &plan))));
        let theirs = best(|| drop(black_box(web.decode_without_bom_handling(&bytes))));
        let both = best(|| {
            let plan = charset::detect(&bytes, &Clues::default());
            drop(black_box(decode::decode(&bytes, &plan)));
        });
        println!(
            "| {label} | {:.3} | {:.3} | {:.0} | {:.0} | {:.0} |",
            detect * 1e3,
            small * 1e3,
            size / ours,
            size / theirs,
            size / both
        );
    }
}

/// Seconds of the fastest of 15.
fn best(mut task: impl FnMut()) -> f64 {
    (0..15)
        .map(|_| {
            let start = Instant::now();
            task();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}
