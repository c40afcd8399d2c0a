# berth_room(NAME KNOWS room...): the sources of src/NAME as an object library. A room's sources include
# the headers of the rooms it may know, by "room/header.h", and no others': each room gets a folder of
# links to just those, so the picture in docs/architecture.md is the compiler's to enforce.
function(berth_room path)
  cmake_parse_arguments(ARG "" "" "KNOWS;LIBS" ${ARGN})
  string(REPLACE "/" "_" target "berth_${path}")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${path}/*.cpp ${CMAKE_SOURCE_DIR}/src/${path}/*.c)
  add_library(${target} OBJECT ${sources})
  set(view ${CMAKE_BINARY_DIR}/rooms/${target})
  foreach(room ${path} ${ARG_KNOWS})
    get_filename_component(parent ${view}/${room} DIRECTORY)
    file(MAKE_DIRECTORY ${parent})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/src/${room} ${view}/${room} SYMBOLIC)
  endforeach()
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/include ${view})
  target_compile_definitions(${target} PRIVATE BERTH_BUILD)
  # As the driver does for programs: Winsock's names are free whatever a file includes first, so that
  # fd_set is one type in every translation unit.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-include${CMAKE_SOURCE_DIR}/include/berth/libc_names.h>)
  target_link_libraries(${target} PRIVATE Threads::Threads ${ARG_LIBS})
  set_property(GLOBAL APPEND PROPERTY BERTH_ROOMS ${target})
endfunction()
