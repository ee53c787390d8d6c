/**
 * For tests alone: a self-signed certificate of localhost and 127.0.0.1, valid until 2124, and its key, which is as public as this file.
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 35829 -subj /CN=localhost
 * -addext subjectAltName=DNS:localhost,IP:127.0.0.1
 */
export const smtpServerCertificate = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUPbXgflAq/ZHjjikck4Lhd2FVbVswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTAyNDE0NVoYDzIxMjQxMjMw
MDI0MTQ1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASCczdsoS61IGcCNTpz+GDggtHM8nONxgbR4yL3fALGX9VWe2rgKvHS
hPjZbsHZWJ8dPA9Aprxagq0+y51ZWAGro28wbTAdBgNVHQ4EFgQUTCQJb2ntkMTv
6321bvzNIXqfaNkwHwYDVR0jBBgwFoAUTCQJb2ntkMTv6321bvzNIXqfaNkwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgR9gnniPPmw8uYEv1RB10xiQcDYtmi2gz+Qfi1hAQt4ACIEsm
tUOwIJfTSThJFlmZlTAjFv5vNz8SgkC/1+Yw4E+d
-----END CERTIFICATE-----
`;

export const smtpServerKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgF//uVa5W/UbIbk5h
gQ46G64BNY+1iwYSRL0pDQ7v0gWhRANCAASCczdsoS61IGcCNTpz+GDggtHM8nON
xgbR4yL3fALGX9VWe2rgKvHShPjZbsHZWJ8dPA9Aprxagq0+y51ZWAGr
-----END PRIVATE KEY-----
`;
