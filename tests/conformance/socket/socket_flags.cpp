#include "../scenario.h"

// "only one of WSA_FLAG_MULTIPOINT_C_ROOT or WSA_FLAG_MULTIPOINT_C_LEAF", and of the D_ flags
// likewise.
SCENARIO(socket_flags) {
    made("none", WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, 0));
    made("overlapped", WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, WSA_FLAG_OVERLAPPED));
    made("no inherit", WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, WSA_FLAG_NO_HANDLE_INHERIT));
    made("multipoint leaf", WSASocketW(AF_INET, SOCK_DGRAM, 0, nullptr, 0,
                                       WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF));
    made("control root and leaf",
         WSASocketW(
             AF_INET, SOCK_DGRAM, 0, nullptr, 0,
             WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF));
}
