package org.pydb.engine.inspect;

import java.util.HexFormat;
import java.util.function.Consumer;

/** Bytes as people read them: sixteen a line, in hexadecimal and as ASCII. Stateless. */
final class HexDump {
  private static final int LINE = 16;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexDump() {}

  /** Shows a range; of lines of zeros that follow each other, a star stands for all but one. */
  static void print(byte[] bytes, int from, int to, String indent, Consumer<String> out) {
    boolean wasZero = false;
    boolean isStarred = false;
    for (int at = from; at < to; at += LINE) {
      int end = Math.min(to, at + LINE);
      boolean isZero = isZero(bytes, at, end) && end < to;
      if (isZero && wasZero) {
        if (!isStarred) {
          out.accept(indent + "*");
        }
        isStarred = true;
      } else {
        isStarred = false;
        out.accept(indent + line(bytes, at, end, at - from));
      }
      wasZero = isZero;
    }
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static String line(byte[] bytes, int from, int to, int offset) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return "%04x  %-47s  |%s|".formatted(offset, HEX.formatHex(bytes, from, to), text);
  }
}
