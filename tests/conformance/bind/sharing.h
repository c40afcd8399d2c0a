// The table of "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE" (Windows Server 2003 and later, same
// user).
#pragma once
#include "../scenario.h"

inline SOCKET sharing_socket(int type, int option) {
    SOCKET s = new_socket(AF_INET, type);
    if (option != 0) {
        set_option(s, SOL_SOCKET, option, 1);
    }
    return s;
}

// One row: a first socket with `option`, at the wildcard or the loopback, and each kind of second.
inline void sharing_row(int type, int option, bool at_wildcard) {
    struct Column {
        const char* name;
        int option;
        bool wildcard;
    };
    static const Column columns[] = {
        {"default, wildcard", 0, true},
        {"default, specific", 0, false},
        {"SO_REUSEADDR, wildcard", SO_REUSEADDR, true},
        {"SO_REUSEADDR, specific", SO_REUSEADDR, false},
        {"SO_EXCLUSIVEADDRUSE, wildcard", SO_EXCLUSIVEADDRUSE, true},
        {"SO_EXCLUSIVEADDRUSE, specific", SO_EXCLUSIVEADDRUSE, false},
    };
    for (const Column& column : columns) {
        SOCKET first = sharing_socket(type, option);
        Address where = at_wildcard ? wildcard(AF_INET) : loopback(AF_INET);
        if (bind(first, where.get(), where.length) != 0) {
            result("first bind", SOCKET_ERROR);
            return;
        }
        unsigned short port = port_of(name_of(first));
        SOCKET second = sharing_socket(type, column.option);
        where = column.wildcard ? wildcard(AF_INET, port) : loopback(AF_INET, port);
        result(column.name, bind(second, where.get(), where.length));
        closesocket(second);
        closesocket(first);
    }
}
