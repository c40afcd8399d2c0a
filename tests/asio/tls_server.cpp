// A Windows program with OpenSSL: the SOCKET goes to SSL_set_fd as it is. Answers each line in
// capitals to two clients, one after the other, until each says "quit".
//   tls_server CERTIFICATE KEY
#include <winsock2.h>
#include <ws2tcpip.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#pragma comment(lib, "ws2_32.lib")

static int fail(const char* what) {
    fprintf(stderr, "%s: %d\n", what, WSAGetLastError());
    ERR_print_errors_fp(stderr);
    return 1;
}

static int serve(SSL_CTX* context, SOCKET client) {
    SSL* tls = SSL_new(context);
    SSL_set_fd(tls, (int)client);
    if (SSL_accept(tls) != 1)
        return fail("SSL_accept");
    char line[256];
    int count;
    bool quit = false;
    while (!quit && (count = SSL_read(tls, line, sizeof line)) > 0) {
        quit = count >= 4 && strncmp(line, "quit", 4) == 0;
        for (int i = 0; i < count; ++i)
            line[i] = (char)toupper((unsigned char)line[i]);
        if (!quit && SSL_write(tls, line, count) != count)
            return fail("SSL_write");
    }
    SSL_shutdown(tls);
    SSL_free(tls);
    shutdown(client, SD_SEND);
    while (recv(client, line, sizeof line, 0) > 0) {
    }
    return closesocket(client) == 0 ? 0 : fail("closesocket");
}

int main(int argc, char* argv[]) {
    WSADATA data;
    if (argc != 3 || WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return fail("usage: tls_server CERTIFICATE KEY");
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_file(context, argv[1], SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1)
        return fail("the certificate or its key");
    SOCKET listener = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (sockaddr*)&address, sizeof address) != 0 ||
        listen(listener, SOMAXCONN) != 0)
        return fail("listen");
    int result = 0;
    for (int i = 0; i < 2 && result == 0; ++i) {
        SOCKET client = accept(listener, NULL, NULL);
        result = client == INVALID_SOCKET ? fail("accept") : serve(context, client);
    }
    closesocket(listener);
    SSL_CTX_free(context);
    WSACleanup();
    return result;
}
