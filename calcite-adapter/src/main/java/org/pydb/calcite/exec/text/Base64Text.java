package org.pydb.calcite.exec.text;

import java.util.Base64;
import org.pydb.calcite.api.SqlError;

/** Bytes in base 64, in lines of 76 characters as MIME has it. Stateless. */
public final class Base64Text {
  private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(76, new byte[] {'\n'});

  private Base64Text() {}

  /** The bytes as text. */
  public static String encode(byte[] bytes) {
    return ENCODER.encodeToString(bytes);
  }

  /** Reads base 64; white space between its characters is fine. */
  public static byte[] decode(String text) {
    String packed = text.replaceAll("[ \t\r\n]", "");
    try {
      return packed.length() % 4 == 0 ? Base64.getDecoder().decode(packed) : refuse();
    } catch (IllegalArgumentException e) {
      return refuse();
    }
  }

  private static byte[] refuse() {
    throw new SqlError("22023", "invalid base64 end sequence or symbol");
  }
}
