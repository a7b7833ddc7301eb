package org.pydb.calcite.exec.window;

import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** The bits of the integers of a frame. */
final class FrameBits extends FrameParts<Long> {
  private static final long BLOCK_BYTES = 32;

  FrameBits(WindowCall call, WindowRows rows) {
    super(call, rows, BLOCK_BYTES);
  }

  @Override
  public @Nullable Long of(int row) {
    WindowColumn values = rows.column(column);
    return values.isNull(row) ? null : values.getLong(row);
  }

  @Override
  public Long merged(Long left, Long right) {
    return switch (function) {
      case BIT_AND -> left & right;
      case BIT_OR -> left | right;
      default -> left ^ right;
    };
  }

  @Override
  void write(@Nullable Long bits, Vector result, int position) {
    if (bits == null) {
      result.setNull(position);
    } else {
      ((LongVector) result).set(position, bits);
    }
  }
}
