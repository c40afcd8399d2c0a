# cmake --install build --prefix P. The result can be moved: nothing in it names P.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Berth)
set(generated ${CMAKE_CURRENT_BINARY_DIR}/install)

# What a program needs to see Windows: the same that `berth c++` passes (tools/berth/driver.cpp).
set(BERTH_DEFINITIONS _WIN32 _WIN64 WIN32)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
  list(APPEND BERTH_DEFINITIONS _M_X64=100 _M_AMD64=100)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  list(APPEND BERTH_DEFINITIONS _M_ARM64=1)
endif()
set(BERTH_OPTIONS -Ulinux -Uunix -U_FORTIFY_SOURCE -fms-extensions -fno-strict-aliasing -fwrapv)
foreach(flag ${BERTH_OPTIONS} ${BERTH_DEFINITIONS})
  if(flag MATCHES "^-")
    string(APPEND BERTH_CFLAGS " ${flag}")
  else()
    string(APPEND BERTH_CFLAGS " -D${flag}")
  endif()
endforeach()
string(STRIP "${BERTH_CFLAGS}" BERTH_CFLAGS)
# From lib/pkgconfig and lib/cmake/Berth back to the prefix, however deep lib is.
file(RELATIVE_PATH BERTH_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)



configure_file(${CMAKE_CURRENT_LIST_DIR}/ws2_32.pc.in ${generated}/ws2_32.pc @ONLY)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/BerthConfig.cmake.in
  ${generated}/BerthConfig.cmake INSTALL_DESTINATION ${package})
write_basic_package_version_file(${generated}/BerthConfigVersion.cmake
  VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)

install(TARGETS berth RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS ws2_32 berth_main
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(name berth-c++ berth-cc)
  install(FILES ${CMAKE_BINARY_DIR}/bin/${name} DESTINATION ${CMAKE_INSTALL_BINDIR})
endforeach()
install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/berth)
install(FILES ${generated}/ws2_32.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${generated}/BerthConfig.cmake ${generated}/BerthConfigVersion.cmake
  DESTINATION ${package})
