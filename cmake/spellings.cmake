# Windows programs spell header names as they please: <WinSock2.h>, <Windows.h>. `berth c++` understands
# any spelling; for compilers that are run without it, this writes a forwarding header for each spelling
# that real programs use, into the build tree and the installation.
set(spellings_dir ${CMAKE_BINARY_DIR}/include-spellings)
file(GLOB headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/include ${CMAKE_SOURCE_DIR}/include/*.h)
# Fronts of libc's headers and names that Linux's own libraries use keep the one spelling that they have.
list(REMOVE_ITEM headers unistd.h netdb.h poll.h)

# windows.h -> Windows.h WINDOWS.H; and those with capitals inside.
set(spellings "")
foreach(header ${headers})
  string(SUBSTRING ${header} 0 1 first)
  string(SUBSTRING ${header} 1 -1 rest)
  string(TOUPPER ${first} first)
  string(TOUPPER ${header} upper)
  list(APPEND spellings ${first}${rest} ${upper})
endforeach()
list(APPEND spellings
  WinSock.h WinSock2.h Winsock2.H WinSOCK2.h winSock2.h winsock2.H WINSOCK2.h WINSOCK.h
  WS2tcpip.h WS2TCPIP.h WS2TcpIp.h Ws2TcpIp.h ws2tcpip.H WS2TCPip.h Ws2tcpIP.h ws2Tcpip.h
  MSWSock.h MsWSock.h MSWSOCK.h MswSock.h MSTcpIP.h MSTCPiP.h MSTcpIp.h MstcpIP.h WSPiApi.h
  WS2Spi.h Ws2Spi.h WS2def.h Ws2Def.h WS2ipdef.h Ws2IpDef.h AFUnix.h QOS.h NspApi.h NSPAPI.h SvcGuid.h
  WinDef.h WinBase.h WinNT.h WinNt.h WinError.h WinUser.h WinCon.h WinNls.h WinReg.h MMSystem.h
  MinWinDef.h MinWinBase.h BaseTsd.h GuidDef.h SynchApi.h ProcessThreadsApi.h HandleApi.h FileApi.h
  HeapApi.h MemoryApi.h WinVer.h StrSafe.h SDKDDKVer.h SdkDdkVer.h TChar.h CrtDbg.h ConIO.h ConsoleApi.h
  WindowsX.h WinDows.h WINDOWS.h WinDNS.h IPHlpApi.h Iphlpapi.h IphlpApi.h IPTypes.h IpTypes.h
  NetIOApi.h IfDef.h NLDef.h IntSafe.h DbgHelp.h ShellAPI.h TlHelp32.h Tlhelp32.h)
list(REMOVE_DUPLICATES spellings)

foreach(spelling ${spellings})
  string(TOLOWER ${spelling} header)
  if(header IN_LIST headers AND NOT spelling STREQUAL header)
    file(CONFIGURE OUTPUT ${spellings_dir}/${spelling} @ONLY
      CONTENT "/* Another spelling of ${header}. */\n#include <${header}>\n")
  endif()
endforeach()
install(DIRECTORY ${spellings_dir}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/berth)
