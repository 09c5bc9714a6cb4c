filedesc://by-hand.arc 0.0.0.0 20080430204825 text/plain 66
1 0 unmix
URL IP-address Archive-date Content-type Archive-length

http://example.com/a b 127.0.0.1 20080430204830 text/html 114
HTTP/1.1 200 OK
Content-Type: text/html; charset=big5

<p>繁體中文的舊檔案</p><p>An old archive, in English</p>
