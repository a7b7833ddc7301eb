package org.pydb.calcite.exec.expression;

import static org.pydb.engine.schema.ColumnKind.BYTES;
import static org.pydb.engine.schema.ColumnKind.INT32;
import static org.pydb.engine.schema.ColumnKind.INT64;
import static org.pydb.engine.schema.ColumnKind.TEXT;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.AsciiBuilder;
import org.pydb.calcite.exec.text.Base64Text;
import org.pydb.calcite.exec.text.BytesText;
import org.pydb.calcite.exec.value.Utf8;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * Registers the functions that turn strings, bytes and numbers into codes of each other. Stateless.
 */
final class CodingFunctions {

  private CodingFunctions() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.MD5, binders)
        .formPerExecution(TEXT, context -> md5(), TEXT)
        .formPerExecution(TEXT, context -> md5(), BYTES);
    Overloads.of(ScalarFunction.TO_HEX, binders)
        .form(
            TEXT,
            (in, row, out) -> TextResult.set(out, row, Integer.toHexString(in.getInt(0, row))),
            INT32)
        .form(
            TEXT,
            (in, row, out) -> TextResult.set(out, row, Long.toHexString(in.getLong(0, row))),
            INT64);
    Overloads.of(ScalarFunction.CHR, binders).form(TEXT, CodingFunctions::chr, INT32);
    Overloads.of(ScalarFunction.ASCII, binders).form(INT32, CodingFunctions::ascii, TEXT);
    Overloads.of(ScalarFunction.ENCODE, binders).form(TEXT, CodingFunctions::encode, BYTES, TEXT);
    Overloads.of(ScalarFunction.DECODE, binders).form(BYTES, CodingFunctions::decode, TEXT, TEXT);
    registerParts(binders);
  }

  /** Bytes and bits of byte strings; both are counted from 0, bits from the least of each byte. */
  private static void registerParts(Map<ScalarFunction, Binder> binders) {
    Overloads.of(ScalarFunction.GET_BYTE, binders)
        .form(
            INT32,
            (in, row, out) -> set(out, row, part(in, row, in.getLong(1, row), 1)),
            BYTES,
            INT32);
    Overloads.of(ScalarFunction.GET_BIT, binders)
        .form(
            INT32,
            (in, row, out) -> {
              long bit = in.getLong(1, row);
              set(out, row, part(in, row, bit, Byte.SIZE) >> (bit % Byte.SIZE) & 1);
            },
            BYTES,
            INT64);
    Overloads.of(ScalarFunction.SET_BYTE, binders)
        .form(BYTES, CodingFunctions::setByte, BYTES, INT32, INT32);
    Overloads.of(ScalarFunction.SET_BIT, binders)
        .form(BYTES, CodingFunctions::setBit, BYTES, INT64, INT32);
    Overloads.of(ScalarFunction.BIT_COUNT, binders)
        .form(
            INT64,
            (in, row, out) -> {
              int count = 0;
              for (byte each : copy(in.bytes(0), row)) {
                count += Integer.bitCount(each & 0xFF);
              }
              set(out, row, count);
            },
            BYTES);
  }

  private static void setByte(Arguments in, int row, Vector out) {
    int place = place(in, row, in.getLong(1, row), 1);
    byte[] changed = copy(in.bytes(0), row);
    changed[place] = (byte) in.getInt(2, row);
    ((BytesVector) out).set(row, changed, 0, changed.length);
  }

  private static void setBit(Arguments in, int row, Vector out) {
    long bit = in.getLong(1, row);
    int place = place(in, row, bit, Byte.SIZE);
    int value = in.getInt(2, row);
    if (value != 0 && value != 1) {
      throw new SqlError("22023", "new bit must be 0 or 1");
    }
    byte[] changed = copy(in.bytes(0), row);
    int mask = 1 << (bit % Byte.SIZE);
    changed[place] = (byte) (value == 0 ? changed[place] & ~mask : changed[place] | mask);
    ((BytesVector) out).set(row, changed, 0, changed.length);
  }

  /** The byte that holds a part, of so many in a byte. */
  private static int part(Arguments in, int row, long index, int parts) {
    BytesVector bytes = in.bytes(0);
    return bytes.array(row)[bytes.start(row) + place(in, row, index, parts)] & 0xFF;
  }

  /** The place of the byte that holds a part, of so many in a byte. */
  private static int place(Arguments in, int row, long index, int parts) {
    long count = (long) parts * in.bytes(0).length(row);
    if (index < 0 || index >= count) {
      throw new SqlError("2202E", "index " + index + " out of valid range, 0.." + (count - 1));
    }
    return (int) (index / parts);
  }

  private static byte[] copy(BytesVector bytes, int row) {
    int from = bytes.start(row);
    return Arrays.copyOfRange(bytes.array(row), from, from + bytes.length(row));
  }

  private static void set(Vector out, int row, int number) {
    ((LongVector) out).set(row, number);
  }

  private static RowFunction md5() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
    AsciiBuilder hex = new AsciiBuilder();
    return (in, row, out) -> {
      BytesVector bytes = in.bytes(0);
      digest.update(bytes.array(row), bytes.start(row), bytes.length(row));
      hex.clear();
      for (byte each : digest.digest()) {
        BytesText.printHex(each, hex);
      }
      ((BytesVector) out).append(row, hex.array(), 0, hex.length());
    };
  }

  private static void chr(Arguments in, int row, Vector out) {
    int character = in.getInt(0, row);
    if (character < 0) {
      throw new SqlError("22023", "character number must be positive");
    }
    if (character == 0) {
      throw new SqlError("54000", "null character not permitted");
    }
    boolean isSurrogate =
        character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    if (character > Character.MAX_CODE_POINT || isSurrogate) {
      throw new SqlError("54000", "requested character not valid for encoding: " + character);
    }
    byte[] to = ((BytesVector) out).allocate(row, Utf8.length(character));
    Utf8.put(to, ((BytesVector) out).start(row), character);
  }

  private static void ascii(Arguments in, int row, Vector out) {
    BytesVector text = in.bytes(0);
    ((LongVector) out)
        .set(row, text.length(row) == 0 ? 0 : Utf8.codePoint(text.array(row), text.start(row)));
  }

  private static void encode(Arguments in, int row, Vector out) {
    BytesVector bytes = in.bytes(0);
    AsciiBuilder text = new AsciiBuilder();
    switch (in.getString(1, row).toLowerCase(Locale.ROOT)) {
      case "hex" -> {
        for (int i = 0; i < bytes.length(row); i++) {
          BytesText.printHex(bytes.array(row)[bytes.start(row) + i], text);
        }
      }
      case "base64" -> text.append(Base64Text.encode(bytes.getBytes(row)));
      case "escape" ->
          BytesText.printEscaped(bytes.array(row), bytes.start(row), bytes.length(row), text);
      default -> throw unknownEncoding(in.getString(1, row));
    }
    ((BytesVector) out).append(row, text.array(), 0, text.length());
  }

  private static void decode(Arguments in, int row, Vector out) {
    String text = in.getString(0, row);
    byte[] bytes =
        switch (in.getString(1, row).toLowerCase(Locale.ROOT)) {
          case "hex" -> BytesText.decodeHex(text);
          case "base64" -> Base64Text.decode(text);
          case "escape" -> BytesText.parseEscaped(text);
          default -> throw unknownEncoding(in.getString(1, row));
        };
    ((BytesVector) out).set(row, bytes, 0, bytes.length);
  }

  private static SqlError unknownEncoding(String name) {
    return new SqlError("22023", "unrecognized encoding: \"" + name + "\"");
  }
}
