package org.pydb.shell;

/** Takes out of what the shell says that which is another one each time. Stateless. */
final class Masks {

  private Masks() {}

  /** What was said, with {@code …} for ids, times, and how far a file has grown ahead of need. */
  static String mask(String said) {
    return said.replace("\r\n", "\n")
        .replaceAll("Time: [\\d.]+ ms", "Time: … ms")
        .replaceAll("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "…")
        .replaceAll(": \\d+ pages of 8192", ": … pages of 8192")
        .replaceAll("(?m)^ *(\\d+)-\\d+  free\\n(?! *\\d+(-\\d+)?  )", "      $1-…  free\n");
  }
}
