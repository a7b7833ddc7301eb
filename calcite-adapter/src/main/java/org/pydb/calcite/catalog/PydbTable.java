package org.pydb.calcite.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.sql.SqlAccessType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.system.SystemTable;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.catalog.TableLayout;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * A table as Calcite sees it: name, row type, keys and row count, over a {@link TableDefinition}.
 * Immutable; thread-safe; made once for a catalog and shared by all statements.
 *
 * <p>A <em>keyed</em> table has one column more, {@link #KEY_COLUMN}, last: the encoded key under
 * which the row stands in the table's tree. UPDATE and DELETE read their target as a keyed table,
 * because the key says which row to change, whether or not the table has a primary key. No name in
 * a statement leads to that column.
 */
public final class PydbTable extends PydbRelation {

  /** The name of the column that holds the row's encoded key. */
  public static final String KEY_COLUMN = "$key";

  private static final int NONE = -1;

  private final TableDefinition definition;
  private final TableLayout layout;
  private final TableStatistics statistics;
  private final boolean keyed;
  private final @Nullable SystemTable system;
  private final List<ImmutableBitSet> keys;
  private final List<ImmutableBitSet> ordinalKeys;
  private final Function<PydbTable, ComputedColumns> computing;

  /** Found when first asked for, since that takes planning. */
  private volatile @Nullable ComputedColumns computed;

  /**
   * A table.
   *
   * @param keyed whether rows have {@link #KEY_COLUMN} as well
   * @param computing finds the expressions of its hidden columns
   */
  PydbTable(
      TableLayout layout,
      TableStatistics statistics,
      boolean keyed,
      Function<PydbTable, ComputedColumns> computing) {
    this(layout, statistics, keyed, computing, null);
  }

  /** A system table. */
  PydbTable(SystemTable system) {
    this(
        TableLayout.of(system.definition()),
        () -> SystemTable.ROWS_EXPECTED,
        false,
        table -> ComputedColumns.NONE,
        system);
  }

  private PydbTable(
      TableLayout layout,
      TableStatistics statistics,
      boolean keyed,
      Function<PydbTable, ComputedColumns> computing,
      @Nullable SystemTable system) {
    super(rowType(layout.definition(), keyed));
    this.layout = layout;
    this.computing = computing;
    this.system = system;
    this.definition = layout.definition();
    this.statistics = statistics;
    this.keyed = keyed;
    this.keys = keys(definition, keyed ? definition.visibleCount() : NONE);
    this.ordinalKeys = keys(definition, keyed ? definition.columns().size() : NONE);
  }

  /**
   * Whether there is a table of ours behind one of Calcite's: behind that of a recursion is none.
   */
  public static boolean isOurs(RelOptTable table) {
    return table.unwrap(PydbTable.class) != null;
  }

  /** The table behind one that Calcite hands back. */
  public static PydbTable of(RelOptTable table) {
    PydbTable pydbTable = table.unwrap(PydbTable.class);
    if (pydbTable == null) {
      throw new IllegalArgumentException(table + " is not a table of ours");
    }
    return pydbTable;
  }

  /** The definition. */
  public TableDefinition definition() {
    return definition;
  }

  /** How its rows lie in their trees. */
  public TableLayout layout() {
    return layout;
  }

  /** Whether rows have {@link #KEY_COLUMN} as their last column. */
  public boolean isKeyed() {
    return keyed;
  }

  /** What computes its rows; null if they are stored. */
  public @Nullable SystemTable system() {
    return system;
  }

  /** Whether its rows are computed when it is read, rather than stored. */
  public boolean isSystem() {
    return system != null;
  }

  /** The expressions of its hidden columns. */
  public ComputedColumns computed() {
    ComputedColumns known = computed;
    if (known == null) {
      known =
          definition.visibleCount() == definition.columns().size()
              ? ComputedColumns.NONE
              : computing.apply(this);
      computed = known;
    }
    return known;
  }

  /**
   * The ordinals of the columns of its {@linkplain #getRowType row type}: those that users see, and
   * the key, whose ordinal is behind all others, also behind hidden columns.
   */
  public List<Integer> ordinals() {
    List<Integer> ordinals = new ArrayList<>();
    for (int i = 0; i < definition.visibleCount(); i++) {
      ordinals.add(i);
    }
    if (keyed) {
      ordinals.add(definition.columns().size());
    }
    return ordinals;
  }

  /** The name and the type of a column by its ordinal, hidden or not. */
  public RelDataTypeField field(int ordinal) {
    int visible = definition.visibleCount();
    if (ordinal < visible) {
      return getRowType().getFieldList().get(ordinal);
    }
    if (ordinal == definition.columns().size()) {
      return getRowType().getFieldList().get(visible);
    }
    ColumnDefinition column = definition.columns().get(ordinal);
    RexNode expression = computed().expressions().get(ordinal);
    RelDataType type =
        expression == null ? ColumnTypes.toPlan(column.type(), true) : expression.getType();
    return new RelDataTypeFieldImpl(column.name(), ordinal, type);
  }

  /** The names of all columns, hidden ones and the key among them, by their ordinals. */
  public List<String> columnNames() {
    List<String> names = new ArrayList<>();
    definition.columns().forEach(column -> names.add(column.name()));
    names.add(KEY_COLUMN);
    return names;
  }

  /** Whether no two rows are alike in some columns, given by their ordinals. */
  public boolean isOrdinalKey(ImmutableBitSet columns) {
    return ordinalKeys.stream().anyMatch(columns::contains);
  }

  /** Column sets that no two rows have alike, by their ordinals. */
  public List<ImmutableBitSet> ordinalKeys() {
    return ordinalKeys;
  }

  /** What is known about the rows. */
  public TableStatistics statistics() {
    return statistics;
  }

  @Override
  public List<String> getQualifiedName() {
    return List.of(definition.schema(), keyed ? keyedName(definition.name()) : definition.name());
  }

  /** The name by which the keyed form of a table is found; no statement can write it. */
  static String keyedName(String tableName) {
    return tableName + KEYED_SUFFIX;
  }

  static final String KEYED_SUFFIX = "\u0000keyed";

  @Override
  public double getRowCount() {
    return Math.max(1, statistics.rowCount());
  }

  @Override
  public boolean isKey(ImmutableBitSet columns) {
    return keys.stream().anyMatch(columns::contains);
  }

  @Override
  public List<ImmutableBitSet> getKeys() {
    return keys;
  }

  @Override
  public RelNode toRel(ToRelContext context) {
    return LogicalTableScan.create(context.getCluster(), this, context.getTableHints());
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(getRowCount(), keys);
  }

  @Override
  public Schema.TableType getJdbcTableType() {
    return Schema.TableType.TABLE;
  }

  @Override
  public SqlAccessType getAllowedAccess() {
    return SqlAccessType.ALL;
  }

  @Override
  public String toString() {
    return definition.qualifiedName();
  }

  private static RelDataType rowType(TableDefinition definition, boolean keyed) {
    RelDataTypeFactory.Builder fields = PydbTypeFactory.INSTANCE.builder();
    for (ColumnDefinition column : definition.visibleColumns()) {
      fields.add(column.name(), ColumnTypes.toPlan(column.type(), column.nullable()));
    }
    if (keyed) {
      fields.add(KEY_COLUMN, SqlTypeName.VARBINARY);
    }
    return fields.build();
  }

  /** Column sets that no two rows have alike; a nullable column may be NULL in many rows. */
  private static List<ImmutableBitSet> keys(TableDefinition definition, int keyColumn) {
    List<ImmutableBitSet> keys = new ArrayList<>();
    if (keyColumn != NONE) {
      keys.add(ImmutableBitSet.of(keyColumn));
    }
    if (definition.primaryKey() != null) {
      keys.add(ImmutableBitSet.of(definition.primaryKey().columns()));
    }
    for (IndexDefinition index : definition.indexes()) {
      List<Integer> columns = index.keyColumns();
      if (index.unique()
          && !index.isPartial()
          && columns.stream().noneMatch(column -> definition.columns().get(column).nullable())) {
        keys.add(ImmutableBitSet.of(columns));
      }
    }
    return List.copyOf(keys);
  }
}
