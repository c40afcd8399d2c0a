// berth c++ and berth cc
#include "commands.h"
#include "driver.h"

namespace berth::tool {

int command_cxx(const Arguments& arguments) {
    return Driver{Language::Cxx}.run(arguments);
}

int command_cc(const Arguments& arguments) {
    return Driver{Language::C}.run(arguments);
}

}  // namespace berth::tool
