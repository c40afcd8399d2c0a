/*
 * std::filesystem::path of the system's C++ library: compiled into that library as it is on Linux, so
 * its header must not see _WIN32, under which it would declare another type of that name.
 */
#pragma GCC system_header
#pragma push_macro("_WIN32")
#undef _WIN32
#include_next <bits/fs_path.h>
#pragma pop_macro("_WIN32")
