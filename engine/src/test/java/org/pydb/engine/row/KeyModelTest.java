package org.pydb.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.InvalidCharacterException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.testkit.Seeds;

/** Keys beside a plain comparison of values: random formats of one to four columns. */
class KeyModelTest {

  private static final int FORMATS = 3000;
  private static final int KEYS = 20;

  private final Random random = Seeds.random("KeyModelTest");

  @Test
  void bytesSortAsValuesDo() {
    for (int i = 0; i < FORMATS; i++) {
      KeyFormat format = randomFormat();
      List<Object[]> tuples = randomTuples(format);
      for (Object[] a : tuples) {
        for (Object[] b : tuples) {
          int expected = compare(format, a, b, format.size());
          int actual = Arrays.compareUnsigned(encode(format, a), encode(format, b));
          assertThat(Integer.signum(actual))
              .as(() -> format + "\n" + Arrays.deepToString(a) + "\n" + Arrays.deepToString(b))
              .isEqualTo(Integer.signum(expected));
        }
      }
    }
  }

  @Test
  void whatWentInComesOut() {
    for (int i = 0; i < FORMATS; i++) {
      KeyFormat format = randomFormat();
      KeyDecoder decoder = new KeyDecoder(format);
      for (Object[] tuple : randomTuples(format)) {
        byte[] key = encode(format, tuple);
        byte[] page = new byte[key.length + 7];
        random.nextBytes(page);
        System.arraycopy(key, 0, page, 3, key.length);
        decoder.position(page, 3, 3 + key.length);
        int[] order = random.ints(6, 0, format.size()).toArray();
        for (int part : order) {
          checkValue(format.parts().get(part).type(), tuple[part], Values.get(decoder, part));
        }
        assertThat(decoder.end()).isEqualTo(3 + key.length);
      }
    }
  }

  private static void checkValue(ColumnType type, Object expected, Object actual) {
    if (expected == null || actual == null) {
      assertThat(actual).isEqualTo(expected);
    } else if (type.kind() == ColumnKind.INTERVAL || type.kind() == ColumnKind.ARRAY) {
      byte[] key = encode(KeyFormat.of(List.of(KeyPart.ascending(type))), expected);
      assertThat((byte[]) actual).isEqualTo(key);
    } else if (!type.isExactInKeys()) {
      assertThat(Values.compare(type, expected, actual)).isZero();
    } else if (type.isBytes()) {
      assertThat((byte[]) actual).isEqualTo(Values.stored(type, expected));
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  /** The bytes of the first columns bound exactly the keys that have these values there. */
  @Test
  void prefixesBoundKeys() {
    for (int i = 0; i < FORMATS; i++) {
      KeyFormat format = randomFormat();
      int count = random.nextInt(format.size() + 1);
      List<Object[]> tuples = randomTuples(format);
      Object[] probe = tuples.get(0);
      byte[] key = encode(format, probe);
      KeyRange range = KeyRange.prefix(encode(format, Arrays.copyOf(probe, count)));
      assertThat(format.length(key, 0, key.length, count)).isEqualTo(range.lower().length);
      for (Object[] tuple : tuples) {
        byte[] other = encode(format, tuple);
        boolean isInside =
            Arrays.compareUnsigned(range.lower(), other) <= 0
                && (range.upper() == null || Arrays.compareUnsigned(other, range.upper()) < 0);
        assertThat(isInside).isEqualTo(compare(format, probe, tuple, count) == 0);
      }
    }
  }

  /**
   * Interior nodes cut keys short; what is cut once more behind some columns lies between no two
   * keys that agree in these.
   */
  @Test
  void whatIsCutBehindColumnsSeparatesNoEqualOnes() {
    for (int i = 0; i < FORMATS; i++) {
      KeyFormat format = randomFormat();
      int count = random.nextInt(format.size() + 1);
      List<Object[]> tuples = randomTuples(format);
      byte[] key = encode(format, tuples.get(0));
      byte[] separator = Arrays.copyOf(key, random.nextInt(key.length + 1));
      byte[] cut = Arrays.copyOf(separator, format.lengthWithin(separator, count));
      assertThat(cut.length).isLessThanOrEqualTo(format.length(key, 0, key.length, count));
      for (Object[] a : tuples) {
        for (Object[] b : tuples) {
          boolean isApart = isBelow(format, a, cut) != isBelow(format, b, cut);
          assertThat(isApart && compare(format, a, b, count) == 0)
              .as(() -> format + "\n" + Arrays.deepToString(a) + "\n" + Arrays.deepToString(b))
              .isFalse();
        }
      }
    }
  }

  private static boolean isBelow(KeyFormat format, Object[] tuple, byte[] bound) {
    return Arrays.compareUnsigned(encode(format, tuple), bound) < 0;
  }

  /** Bytes that no encoder wrote are refused or read as something, but never beyond their end. */
  @Test
  void damagedKeysAreRefusedCleanly() {
    for (int i = 0; i < FORMATS; i++) {
      KeyFormat format = randomFormat();
      KeyDecoder decoder = new KeyDecoder(format);
      for (Object[] tuple : randomTuples(format)) {
        byte[] key = encode(format, tuple);
        byte[] damaged = Arrays.copyOf(key, random.nextInt(key.length + 1));
        if (damaged.length > 0) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        try {
          decoder.position(damaged, 0, damaged.length);
          for (int part = 0; part < format.size(); part++) {
            Values.get(decoder, part);
          }
        } catch (EngineException e) {
          assertThat(e).isInstanceOf(CorruptionException.class);
        }
      }
    }
  }

  @Test
  void equalNumbersHaveEqualKeys() {
    KeyFormat numeric = KeyFormat.of(List.of(KeyPart.ascending(ColumnType.of(ColumnKind.NUMERIC))));
    assertThat(encode(numeric, new BigDecimal("1.50")))
        .isEqualTo(encode(numeric, new BigDecimal("1.5")));
    assertThat(encode(numeric, new BigDecimal("1E+3")))
        .isEqualTo(encode(numeric, new BigDecimal("1000.00")));
    KeyFormat real = KeyFormat.of(List.of(KeyPart.ascending(ColumnType.of(ColumnKind.FLOAT64))));
    assertThat(encode(real, -0.0)).isEqualTo(encode(real, 0.0));
    double otherNaN = Double.longBitsToDouble(0xFFF8_0000_0000_0001L);
    assertThat(encode(real, otherNaN)).isEqualTo(encode(real, Double.NaN));
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> encode(of(ColumnKind.INT16), 70_000L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000 does not fit INT16");
    assertThatThrownBy(() -> encode(of(ColumnKind.TEXT), new Object[] {new byte[] {'a', 0}}))
        .isInstanceOf(InvalidCharacterException.class);
    assertThatThrownBy(() -> encode(of(ColumnKind.UUID), new Object[] {new byte[15]}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> encode(of(ColumnKind.INT32), new Object[] {null}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be NULL");
    assertThatThrownBy(() -> new KeyEncoder(of(ColumnKind.INT32)).addDouble(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not travel as DOUBLE");
    assertThatThrownBy(() -> encode(of(ColumnKind.NUMERIC), new BigDecimal("1E-20000")))
        .isInstanceOf(LimitException.class);
  }

  private static KeyFormat of(ColumnKind kind) {
    return KeyFormat.of(List.of(KeyPart.ascending(ColumnType.of(kind))));
  }

  private KeyFormat randomFormat() {
    List<KeyPart> parts = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(4); i++) {
      parts.add(
          new KeyPart(
              Values.randomType(random),
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean()));
    }
    return KeyFormat.of(parts);
  }

  /** Tuples that often agree in their first columns. */
  private List<Object[]> randomTuples(KeyFormat format) {
    List<Object[]> tuples = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      Object[] tuple = new Object[format.size()];
      int same = i == 0 ? 0 : random.nextInt(format.size() + 1);
      for (int part = 0; part < tuple.length; part++) {
        KeyPart column = format.parts().get(part);
        if (part < same) {
          tuple[part] = tuples.get(i - 1)[part];
        } else if (!column.nullable() || random.nextInt(4) != 0) {
          tuple[part] = Values.random(column.type(), random);
        }
      }
      tuples.add(tuple);
    }
    return tuples;
  }

  private static byte[] encode(KeyFormat format, Object... tuple) {
    KeyEncoder encoder = new KeyEncoder(format);
    for (int i = 0; i < tuple.length; i++) {
      Values.add(encoder, format.parts().get(i).type(), tuple[i]);
    }
    return encoder.toArray();
  }

  private static int compare(KeyFormat format, Object[] a, Object[] b, int count) {
    for (int i = 0; i < count; i++) {
      int order = compare(format.parts().get(i), a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int compare(KeyPart part, Object a, Object b) {
    if (a == null || b == null) {
      int nullOrder = Boolean.compare(a == null, b == null);
      return part.nullsFirst() ? -nullOrder : nullOrder;
    }
    int order = Values.compare(part.type(), a, b);
    return part.descending() ? -order : order;
  }
}
