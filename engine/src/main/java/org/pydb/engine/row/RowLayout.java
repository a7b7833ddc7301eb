package org.pydb.engine.row;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/**
 * Where the columns of a table's rows stand. Immutable; thread-safe; made once for a definition.
 *
 * <p>A row is an entry of the table's tree. Its key is the encoded primary key (see {@link
 * KeyFormat}) or a hidden row id; its value holds the other columns, and those of the key whose
 * encoding does not give them back exactly ({@link ColumnType#isExactInKeys}).
 *
 * <pre>
 * value = header null-bits fixed-width-columns ends variable-columns
 *
 * size     part
 * 1 or 2   header, a varint: 2 × (number of columns stored) + (1 if ends take four bytes)
 * ⌈n/8⌉    null bits: bit i % 8 of byte i / 8 is 1 if the i-th stored column is NULL
 * Σ width  columns of fixed width, in order; all zeros where NULL
 * 2·(v-1)  for each variable column but the last: where it ends, counted from the first variable
 *          byte; four bytes each if one of them is beyond 65535
 * …        variable columns, in order; the last one ends with the value; NULL takes nothing
 *
 * create table song (id bigint primary key, title text, seconds integer, note text)
 * (7, 'Hey', 425, null)
 *
 *   key    80 00 00 00 00 00 00 07     7
 *   value  06                          three columns stored
 *          04                          null bits: the third of them, note
 *          00 00 01 A9                 425
 *          00 03                       title ends after three bytes
 *          48 65 79                    Hey
 * </pre>
 *
 * <p>So a column is read without touching the others: a fixed one by one addition, since the fixed
 * part is the same whether columns are NULL or not; a variable one by two ends.
 *
 * <p>Columns are only ever added behind the others, and a row says how many it was written with.
 * Those that came later read as NULL, so adding a column leaves the rows alone. Every stored column
 * has a null bit, nullable or not, so neither does {@code SET NOT NULL} or {@code DROP NOT NULL}
 * rewrite them.
 *
 * <p>Rejected: fixed-width columns that vanish when NULL (they save room in sparse tables, but each
 * column would be found by counting bits, and scans would lose their constant offsets), and ends of
 * one byte for short rows (one or two bytes a row, for a third case in every loop).
 */
public final class RowLayout {

  /** The most columns of a table. */
  public static final int COLUMNS_MAX = 1600;

  private final TableDefinition table;
  private final KeyFormat keyFormat;
  private final ColumnType[] types;
  private final Carrier[] carriers;
  private final LongRange[] ranges;
  private final int[] widths;
  private final boolean[] nullable;
  private final int[] keyColumns;
  private final int[] keyParts;
  private final int[] stored;
  private final boolean[] mayBeLarge;
  private final boolean[] takesLarge;
  private final boolean mayHaveLarge;
  private final ValueShape shape;

  /** Shapes by header, made when first met. */
  private final AtomicReferenceArray<ValueShape> shapes;

  private RowLayout(TableDefinition table) {
    this.table = table;
    List<ColumnDefinition> columns = table.columns();
    if (columns.size() > COLUMNS_MAX) {
      throw new LimitException(
          table.qualifiedName() + " has " + columns.size() + " columns: at most " + COLUMNS_MAX);
    }
    keyFormat = KeyFormat.ofPrimaryKey(table);
    keyColumns = keyColumns(table);
    types = columns.stream().map(ColumnDefinition::type).toArray(ColumnType[]::new);
    carriers = new Carrier[types.length];
    ranges = new LongRange[types.length];
    widths = new int[types.length];
    nullable = new boolean[types.length];
    keyParts = new int[types.length];
    for (int i = 0; i < types.length; i++) {
      carriers[i] = Carrier.of(types[i]);
      ranges[i] = LongRange.of(types[i]);
      widths[i] = types[i].fixedWidth();
      nullable[i] = columns.get(i).nullable();
      keyParts[i] = types[i].isExactInKeys() ? indexOf(i, keyColumns) : ValueShape.NONE;
    }
    mayBeLarge = new boolean[types.length];
    takesLarge = new boolean[types.length];
    boolean any = false;
    for (int i = 0; i < types.length; i++) {
      mayBeLarge[i] =
          table.largeValues() != 0 && types[i].kind().mayBeLarge() && indexOf(i, keyColumns) < 0;
      int column = i;
      takesLarge[i] =
          mayBeLarge[i] && table.indexes().stream().noneMatch(index -> index.uses(column));
      any |= mayBeLarge[i];
    }
    mayHaveLarge = any;
    stored = IntStream.range(0, types.length).filter(i -> keyParts[i] < 0).toArray();
    shapes = new AtomicReferenceArray<>(ValueShape.header(stored.length, true) + 1);
    shape = shape(ValueShape.header(stored.length, false));
  }

  private static int[] keyColumns(TableDefinition table) {
    return table.primaryKey() == null
        ? new int[0]
        : table.primaryKey().columns().stream().mapToInt(Integer::intValue).toArray();
  }

  private static int indexOf(int column, int[] columns) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i] == column) {
        return i;
      }
    }
    return ValueShape.NONE;
  }

  /** The layout of a table's rows. */
  public static RowLayout of(TableDefinition table) {
    return new RowLayout(table);
  }

  /** The table. */
  public TableDefinition table() {
    return table;
  }

  /** The format of the table's keys; empty if its rows have hidden row ids. */
  public KeyFormat keyFormat() {
    return keyFormat;
  }

  /** Whether rows have a hidden row id for their key. */
  public boolean hasRowIds() {
    return keyFormat.size() == 0;
  }

  /**
   * The hidden row id that a key holds.
   *
   * @throws CorruptionException if the key does not have eight bytes
   */
  public static long rowId(byte[] key, int from, int to) {
    if (to - from != Long.BYTES) {
      throw new CorruptionException("a row id of " + (to - from) + " bytes: expected 8");
    }
    return Bytes.getLong(key, from);
  }

  /** How many columns the table has. */
  public int columnCount() {
    return types.length;
  }

  /** Whether a column is read from the key; otherwise it stands in the value. */
  public boolean isInKey(int column) {
    return keyParts[column] >= 0;
  }

  ColumnType type(int column) {
    return types[column];
  }

  Carrier carrier(int column) {
    return carriers[column];
  }

  LongRange range(int column) {
    return ranges[column];
  }

  /** Bytes of a value in the fixed part, or 0. */
  int width(int column) {
    return widths[column];
  }

  /** The name of a column, for messages. */
  String nameOf(int column) {
    return table.qualifiedName() + "." + table.columns().get(column).name();
  }

  boolean isNullable(int column) {
    return nullable[column];
  }

  /** The ordinals of the primary key's columns, in the order of the key. */
  int[] keyColumns() {
    return keyColumns;
  }

  /** The column's place in the key, or negative if it stands in the value. */
  int keyPart(int column) {
    return keyParts[column];
  }

  /** Whether rows may hold references in the place of large values, in any column. */
  public boolean mayHaveLarge() {
    return mayHaveLarge;
  }

  /** Whether rows may hold a reference in the place of a value of this column. */
  public boolean mayBeLarge(int column) {
    return mayBeLarge[column];
  }

  /**
   * Whether a value of this column may be put elsewhere: it may be large, and is in no index, whose
   * entries hold whole values.
   */
  public boolean takesLarge(int column) {
    return takesLarge[column];
  }

  /** The ordinals of the columns that stand in the value. */
  int[] stored() {
    return stored;
  }

  /** The shape in which rows are written, unless they are long. */
  ValueShape shape() {
    return shape;
  }

  /** The shape in which rows are written whose ends take four bytes. */
  ValueShape wideShape() {
    return shape(shape.header | 1);
  }

  /**
   * The shape of the values that begin with this header.
   *
   * @throws CorruptionException if they would hold more columns than the table has
   */
  ValueShape shape(int header) {
    if (header >= shapes.length()) {
      throw new CorruptionException(
          "a row of "
              + table.qualifiedName()
              + " holds "
              + ValueShape.countOf(header)
              + " columns in its value: expected at most "
              + stored.length);
    }
    ValueShape known = shapes.get(header);
    if (known == null) {
      known = new ValueShape(types, stored, ValueShape.countOf(header), ValueShape.isWide(header));
      shapes.set(header, known);
    }
    return known;
  }

  /** The error of a value that is too short for its shape. */
  CorruptionException tooShort(int length, ValueShape expected) {
    return new CorruptionException(
        "a row of "
            + table.qualifiedName()
            + " has a value of "
            + length
            + " bytes: expected at least "
            + expected.variableAt);
  }

  /** The error of an accessor that does not fit the column. */
  IllegalArgumentException doesNotTravel(int column, Carrier carrier) {
    return new IllegalArgumentException(
        table.qualifiedName()
            + "."
            + table.columns().get(column).name()
            + " is "
            + types[column]
            + ", which does not travel as "
            + carrier);
  }
}
