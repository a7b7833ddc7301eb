package org.pydb.jdbc.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.pydb.engine.schema.ColumnKind;

/** Values as bytes and as UUIDs. Stateless. */
public final class BinaryValues {

  private BinaryValues() {}

  /** The value as bytes: those of a bytea, the 16 of a UUID, or a text in UTF-8. */
  public static byte[] toBytes(RowValues row, int column) throws SQLException {
    if (!row.type(column).isBytes()) {
      throw row.cannotConvert(column, "bytes");
    }
    return row.cut(whole(row, column));
  }

  private static byte[] whole(RowValues row, int column) throws SQLException {
    return row.type(column).kind() == ColumnKind.CHAR
        ? TextValues.toText(row, column).getBytes(StandardCharsets.UTF_8) // With its blanks.
        : row.bytes(column);
  }

  /** The value as a UUID. */
  public static UUID toUuid(RowValues row, int column) throws SQLException {
    return switch (row.type(column).kind()) {
      case UUID -> ofBytes(row.bytes(column));
      case TEXT, CHAR -> {
        try {
          yield ofBytes(row.text().parseBytes(ColumnKind.UUID, row.string(column)));
        } catch (RuntimeException e) {
          throw row.unparsable(column, e);
        }
      }
      default -> throw row.cannotConvert(column, "UUID");
    };
  }

  private static UUID ofBytes(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return new UUID(words.getLong(), words.getLong());
  }

  /** The 16 bytes of a UUID, the most significant first. */
  public static byte[] ofUuid(UUID value) {
    return ByteBuffer.allocate(16)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }
}
