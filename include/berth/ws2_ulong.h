/*
 * Windows programs pass `unsigned long` variables where u_long* or DWORD* is asked. Both are 32
 * bits wide there; here `unsigned long` has 64. These overloads (a macro in C) let the usual places
 * compile and give the right value.
 */
#ifndef BERTH_WS2_ULONG_H
#define BERTH_WS2_ULONG_H

#ifdef __cplusplus
extern "C++" {
namespace berth_ulong {

/* A pointer argument as the program gave it: a DWORD* (or null) goes through, an unsigned long*
 * gets a DWORD beside it that is copied back when the call is over. */
template <class Pointer>
struct Argument {
    enum { is_ulong = 0 };
    DWORD* pointer;
    explicit Argument(Pointer given) : pointer((DWORD*)given) {}
    operator DWORD*() { return pointer; }
};
template <>
struct Argument<unsigned long*> {
    enum { is_ulong = 1 };
    unsigned long* given;
    DWORD value;
    explicit Argument(unsigned long* p) : given(p), value(p ? (DWORD)*p : 0) {}
    ~Argument() {
        if (given)
            *given = value;
    }
    Argument(const Argument&) = delete;
    Argument& operator=(const Argument&) = delete;
    operator DWORD*() { return given ? &value : (DWORD*)0; }
};
template <bool Condition>
struct Int {};
template <>
struct Int<true> {
    typedef int type;
};

}  // namespace berth_ulong

template <class Arg>
inline typename berth_ulong::Int<berth_ulong::Argument<Arg*>::is_ulong>::type ioctlsocket(
    SOCKET s, long cmd, Arg* argp) {
    berth_ulong::Argument<Arg*> value(argp);
    return ioctlsocket(s, cmd, (u_long*)(DWORD*)value);
}

template <class Bytes>
inline typename berth_ulong::Int<berth_ulong::Argument<Bytes>::is_ulong>::type WSASend(
    SOCKET s, LPWSABUF buffers, DWORD count, Bytes sent, DWORD flags, LPWSAOVERLAPPED overlapped,
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    berth_ulong::Argument<Bytes> bytes(sent);
    return WSASend(s, buffers, count, (DWORD*)bytes, flags, overlapped, routine);
}

template <class Bytes>
inline typename berth_ulong::Int<berth_ulong::Argument<Bytes>::is_ulong>::type WSASendTo(
    SOCKET s, LPWSABUF buffers, DWORD count, Bytes sent, DWORD flags, const struct sockaddr* to,
    int tolen, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    berth_ulong::Argument<Bytes> bytes(sent);
    return WSASendTo(s, buffers, count, (DWORD*)bytes, flags, to, tolen, overlapped, routine);
}

template <class Bytes, class Flags>
inline typename berth_ulong::Int<berth_ulong::Argument<Bytes>::is_ulong ||
                                 berth_ulong::Argument<Flags>::is_ulong>::type
WSARecv(SOCKET s, LPWSABUF buffers, DWORD count, Bytes received, Flags flags,
        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    berth_ulong::Argument<Bytes> bytes(received);
    berth_ulong::Argument<Flags> in_out(flags);
    return WSARecv(s, buffers, count, (DWORD*)bytes, (DWORD*)in_out, overlapped, routine);
}

template <class Bytes, class Flags>
inline typename berth_ulong::Int<berth_ulong::Argument<Bytes>::is_ulong ||
                                 berth_ulong::Argument<Flags>::is_ulong>::type
WSARecvFrom(SOCKET s, LPWSABUF buffers, DWORD count, Bytes received, Flags flags,
            struct sockaddr* from, LPINT fromlen, LPWSAOVERLAPPED overlapped,
            LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    berth_ulong::Argument<Bytes> bytes(received);
    berth_ulong::Argument<Flags> in_out(flags);
    return WSARecvFrom(s, buffers, count, (DWORD*)bytes, (DWORD*)in_out, from, fromlen, overlapped,
                       routine);
}

template <class Bytes>
inline typename berth_ulong::Int<berth_ulong::Argument<Bytes>::is_ulong>::type WSAIoctl(
    SOCKET s, DWORD code, LPVOID in, DWORD in_size, LPVOID out, DWORD out_size, Bytes returned,
    LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    berth_ulong::Argument<Bytes> bytes(returned);
    return WSAIoctl(s, code, in, in_size, out, out_size, (DWORD*)bytes, overlapped, routine);
}
}
#else
static __inline__ int berth_ioctlsocket_ulong(SOCKET s, long cmd, unsigned long* argp) {
    u_long value = argp ? (u_long)*argp : 0;
    int result = ioctlsocket(s, cmd, argp ? &value : (u_long*)0);
    if (argp)
        *argp = value;
    return result;
}
#define ioctlsocket(s, cmd, argp) \
    _Generic((argp), unsigned long* : berth_ioctlsocket_ulong, default : ioctlsocket)(s, cmd, argp)
#endif

#endif
