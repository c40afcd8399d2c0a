/*
 * min and max for C++. Microsoft's are macros, which break the standard library's headers; as templates
 * they take the same arguments, of two types if need be, and give way to std::min and the program's own.
 */
#ifndef BERTH_MINMAX_H
#define BERTH_MINMAX_H

template <typename A, typename B>
constexpr auto min(const A& a, const B& b) -> decltype(true ? a : b) {
    return a < b ? a : b;
}

template <typename A, typename B>
constexpr auto max(const A& a, const B& b) -> decltype(true ? a : b) {
    return a > b ? a : b;
}

#endif
