package org.pydb.engine.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.bytes.ByteBuilder;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.FormatTooNewException;

/**
 * Numbered fields as bytes: each says its number and how long it is, so that what is not known is
 * noticed and can be shown. Stateless; {@link Writer} and {@link Reader} are not thread-safe.
 *
 * <pre>
 * field    = tag content
 * tag      = varint: 4 × field number + type
 *
 * type 0     number   a varint
 * type 1     text     its length in bytes (varint), UTF-8
 * type 2     group    its length in bytes (varint), fields
 *
 * field 1, number 300       04 AC 02
 * field 4, text "ab"        11 02 61 62
 * field 5, group of both    16 07 04 AC 02 11 02 61 62
 * </pre>
 *
 * <p>Fields stand in the order of their numbers; a field with several values is repeated. A number
 * is never given to another meaning, and a value that can be absent is left out.
 */
final class Fields {
  private static final int NUMBER = 0;
  private static final int TEXT = 1;
  private static final int GROUP = 2;

  private Fields() {}

  /**
   * Reads the fields of a definition behind the byte that tells its kind.
   *
   * @param subject whose definition it is, for messages
   * @param read makes the definition of the fields
   * @throws FormatTooNewException if a newer version of pydb wrote it
   * @throws CorruptionException if none did
   */
  static <T> T decode(String subject, byte kind, byte[] bytes, Function<Reader, T> read) {
    if (bytes.length == 0 || bytes[0] != kind) {
      throw new CorruptionException(
          "a definition of " + bytes.length + " bytes is no " + subject + "'s");
    }
    String definition = "a " + subject + "'s definition";
    try {
      return read.apply(new Reader(definition, bytes, 1, bytes.length));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CorruptionException(definition + " contradicts itself: " + e.getMessage(), e);
    }
  }

  /** Writes fields. */
  static final class Writer {
    private final ByteBuilder bytes = new ByteBuilder(256);

    /** Writes a number that is not negative. */
    Writer number(int field, long value) {
      if (value < 0) {
        throw new IllegalArgumentException("field " + field + " cannot be " + value);
      }
      bytes.putVarint(tag(field, NUMBER)).putVarint(value);
      return this;
    }

    /** Writes 1 for true and nothing for false. */
    Writer flag(int field, boolean value) {
      return value ? number(field, 1) : this;
    }

    Writer text(int field, String value) {
      return content(field, TEXT, value.getBytes(StandardCharsets.UTF_8));
    }

    Writer group(int field, Writer fields) {
      return content(field, GROUP, fields.bytes.toArray());
    }

    private Writer content(int field, int type, byte[] content) {
      bytes.putVarint(tag(field, type)).putVarint(content.length).put(content);
      return this;
    }

    /** What was written; valid until the next write. */
    ByteBuilder bytes() {
      return bytes;
    }

    private static int tag(int field, int type) {
      return field << 2 | type;
    }
  }

  /** Reads fields, one after the other. */
  static final class Reader {
    private final String subject;
    private final byte[] bytes;
    private final int to;
    private int at;
    private int field;
    private int type;

    /** Reads the fields between two offsets; {@code subject} names them in messages. */
    Reader(String subject, byte[] bytes, int from, int to) {
      this.subject = subject;
      this.bytes = bytes;
      this.at = from;
      this.to = to;
    }

    /** Moves to the next field; the one before must have been read. False at the end. */
    boolean next() {
      if (at == to) {
        return false;
      }
      int tag = toInt(varint());
      int next = tag >>> 2;
      if (next < field || next == 0) {
        throw corrupt("field " + next + " after field " + field);
      }
      field = next;
      type = tag & 3;
      return true;
    }

    /** The number of the current field. */
    int field() {
      return field;
    }

    /** Reads the current field as a number. */
    int number() {
      expect(NUMBER);
      return toInt(varint());
    }

    boolean flag() {
      return number() != 0;
    }

    String text() {
      expect(TEXT);
      int length = length();
      ByteBuffer content = ByteBuffer.wrap(bytes, at, length);
      at += length;
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(content).toString();
      } catch (CharacterCodingException e) {
        throw new CorruptionException(subject + ": field " + field + " is not UTF-8", e);
      }
    }

    /** Reads the fields of the current field. */
    Reader group(String groupSubject) {
      expect(GROUP);
      int length = length();
      at += length;
      return new Reader(groupSubject + " of " + subject, bytes, at - length, at);
    }

    /** The error of a field that this version of pydb does not know. */
    FormatTooNewException unknown() {
      return tooNew("field " + field);
    }

    /** The error of something that this version of pydb does not know. */
    FormatTooNewException tooNew(String what) {
      return new FormatTooNewException(
          subject + " has " + what + ", which this version of pydb does not know: upgrade pydb");
    }

    /** A field that must be there, or the error that it is not. */
    <T> T require(@Nullable T value, String name) {
      if (value == null) {
        throw corrupt("no " + name);
      }
      return value;
    }

    CorruptionException corrupt(String what) {
      return new CorruptionException(subject + " is damaged at byte " + at + ": " + what);
    }

    private void expect(int expected) {
      if (type != expected) {
        throw corrupt("field " + field + " has type " + type + ", expected " + expected);
      }
    }

    private int length() {
      long length = varint();
      if (length > to - at) {
        throw corrupt("field " + field + " has " + length + " bytes, " + (to - at) + " are left");
      }
      return (int) length;
    }

    private int toInt(long value) {
      if (value > Integer.MAX_VALUE) {
        throw corrupt(value + " is more than fits");
      }
      return (int) value;
    }

    private long varint() {
      long value = 0;
      for (int shift = 0; shift < 63 && at < to; shift += 7) {
        byte b = bytes[at++];
        value |= (long) (b & 0x7F) << shift;
        if (b >= 0) {
          return value;
        }
      }
      throw corrupt("a number does not end");
    }
  }
}
