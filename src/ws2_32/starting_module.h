// The module of a provider that is being started.
#pragma once

#include <string>
#include <utility>

#include "libloaderapi.h"
#include "ws2_32/provider.h"

namespace berth::ws2 {

// A module that is not kept, since its provider has failed, is let go and can be replaced.
class StartingModule {
  public:
    StartingModule() = default;
    StartingModule(const StartingModule&) = delete;
    StartingModule& operator=(const StartingModule&) = delete;
    ~StartingModule() {
        if (module_)
            FreeLibrary(module_);
    }
    HMODULE keep() { return std::exchange(module_, nullptr); }

    // Loads the module of a catalog's path; null where there is none, or no such procedure in it.
    template <typename Procedure>
    Procedure load(const std::wstring& path, const char* name) {
        module_ = LoadLibraryW(provider_path_expanded(path).c_str());
        void* address = module_ ? reinterpret_cast<void*>(GetProcAddress(module_, name)) : nullptr;
        return reinterpret_cast<Procedure>(address);
    }

  private:
    HMODULE module_ = nullptr;
};

}  // namespace berth::ws2
