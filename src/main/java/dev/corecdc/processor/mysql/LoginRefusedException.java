package dev.corecdc.processor.mysql;

import java.io.IOException;

/** The service does not log in, because the server asks for something that it cannot or must not give. The message says what and what to do. */
final class LoginRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private LoginRefusedException(String message) {
        super(message);
    }

    static LoginRefusedException needsTls() {
        return new LoginRefusedException(
                "it has no TLS, which 'ssl.mode' asks for. Give the server a certificate (ssl_cert, ssl_key), or set 'ssl.mode' to"
                        + " preferred");
    }

    static LoginRefusedException needsKey() {
        return new LoginRefusedException(
                "it asks for the password in a way that needs TLS or the server's public key. Set 'ssl.mode' to preferred or stronger,"
                        + " or 'allow-public-key-retrieval' to true");
    }

    static LoginRefusedException needsTlsFor(String plugin) {
        return new LoginRefusedException(
                "it asks for the password itself (%s), which is only sent over TLS. Set 'ssl.mode' to required or stronger"
                        .formatted(plugin));
    }

    static LoginRefusedException ofPlugin(String plugin) {
        return new LoginRefusedException(
                "the account uses the authentication plugin '%s', which is not supported. Use an account with %s"
                        .formatted(plugin, "caching_sha2_password (MySQL) or mysql_native_password (MariaDB)"));
    }
}
