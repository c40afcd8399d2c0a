// One object for all of the process, made at its first use and never destroyed: threads may use it
// while the process ends. It takes no memory that could be missing then.
//   static Lasting<Table> table;  // in the function that gives table.get()
#pragma once

#include <new>

namespace berth::nt {

template <typename T>
class Lasting {
  public:
    Lasting() { ::new (static_cast<void*>(bytes_)) T(); }
    Lasting(const Lasting&) = delete;
    Lasting& operator=(const Lasting&) = delete;

    T& get() { return *std::launder(reinterpret_cast<T*>(bytes_)); }

  private:
    alignas(T) unsigned char bytes_[sizeof(T)];
};

}  // namespace berth::nt
