"""Has MPXJ read a project and write it anew: run by ``test_other_reader`` in a process of its own."""

import sys

import jpype
import mpxj  # noqa: F401 - tells jpype where its classes are


def main() -> None:
    jpype.startJVM("-Xmx512m")
    project = jpype.JClass("org.mpxj.reader.UniversalProjectReader")().read(sys.argv[1])
    jpype.JClass("org.mpxj.mspdi.MSPDIWriter")().write(project, sys.argv[2])


if __name__ == "__main__":
    main()
