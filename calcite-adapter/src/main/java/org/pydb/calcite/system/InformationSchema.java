package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * The standard's views of schemas, tables, columns, views and sequences, with the columns that
 * PostgreSQL gives them. Words such as YES are in capitals, names as they are.
 */
final class InformationSchema {
  static final String OWNER = "pydb";
  private static final String SCHEMA = SystemTables.INFORMATION_SCHEMA;

  private InformationSchema() {}

  /** A row, and the name of the database that each of them begins with. */
  record In<T>(String database, T row) {
    static <T> List<In<T>> of(SystemState state, List<T> rows) {
      List<In<T>> all = new ArrayList<>(rows.size());
      for (T row : rows) {
        all.add(new In<>(state.databaseName(), row));
      }
      return all;
    }
  }

  static List<SystemTable> tables() {
    return List.of(
        catalogName(),
        schemata(),
        tablesTable(),
        columns(),
        views(),
        sequences(),
        characterSets(),
        collations(),
        nothing("routines", ROUTINES),
        nothing("parameters", PARAMETERS),
        nothing("triggers", TRIGGERS),
        nothing("domains", DOMAINS),
        nothing("attributes", ATTRIBUTES),
        nothing("element_types", ELEMENT_TYPES),
        nothing("domain_constraints", DOMAIN_CONSTRAINTS));
  }

  static String yesNo(boolean value) {
    return value ? "YES" : "NO";
  }

  private static SystemTable catalogName() {
    return SystemTable.of(
            SCHEMA, "information_schema_catalog_name", state -> List.of(state.databaseName()))
        .text("catalog_name", name -> name)
        .make();
  }

  /** The names of all schemas, those of the system included. */
  static List<String> schemaNames(SystemState state) {
    TreeSet<String> names = new TreeSet<>(state.catalog().schemaNames());
    names.addAll(SystemTables.SCHEMAS);
    return List.copyOf(names);
  }

  private static SystemTable schemata() {
    return SystemTable.of(SCHEMA, "schemata", state -> In.of(state, schemaNames(state)))
        .text("catalog_name", in -> in.database)
        .text("schema_name", in -> in.row)
        .constant("schema_owner", OWNER)
        .nulls(
            "default_character_set_catalog",
            "default_character_set_schema",
            "default_character_set_name",
            "sql_path")
        .make();
  }

  /** Materialized views are not known to the standard. */
  private static List<Relation> tablesAndViews(SystemState state) {
    return Relation.withColumns(state).stream()
        .filter(relation -> relation.kind() != Relation.Kind.MATERIALIZED)
        .toList();
  }

  private static SystemTable tablesTable() {
    return SystemTable.of(SCHEMA, "tables", state -> In.of(state, tablesAndViews(state)))
        .text("table_catalog", in -> in.database)
        .text("table_schema", in -> in.row.schema())
        .text("table_name", in -> in.row.name())
        .text("table_type", in -> in.row.kind().words())
        .nulls(
            "self_referencing_column_name",
            "reference_generation",
            "user_defined_type_catalog",
            "user_defined_type_schema",
            "user_defined_type_name")
        .text("is_insertable_into", in -> yesNo(in.row.isUpdatable()))
        .constant("is_typed", "NO")
        .nulls("commit_action")
        .make();
  }

  // ------------------------------------------------------------------ columns

  /** A column, and the sequence that numbers its rows as an identity. */
  private record TypedColumn(
      String database,
      Relation.Column column,
      @Nullable String defaultText,
      @Nullable SequenceDefinition numbers) {

    static List<TypedColumn> all(SystemState state) {
      List<TypedColumn> all = new ArrayList<>();
      for (Relation.Column column : Relation.columns(state)) {
        if (column.of().kind() == Relation.Kind.MATERIALIZED) {
          continue;
        }
        Identity identity = column.definition().identity();
        all.add(
            new TypedColumn(
                state.databaseName(),
                column,
                DefinitionText.PLAIN.defaultOf(column.definition(), state.catalog()),
                identity == null || identity.kind() == Identity.Kind.SERIAL
                    ? null
                    : state.catalog().sequence(identity.sequenceId())));
      }
      return all;
    }

    ColumnDefinition definition() {
      return column.definition();
    }

    ColumnType type() {
      return column.definition().type();
    }

    String ofSequence(ToLongFunction<SequenceDefinition> part) {
      return numbers == null ? "" : Long.toString(part.applyAsLong(numbers));
    }
  }

  private static SystemTable columns() {
    SystemTable.Builder<TypedColumn> table =
        SystemTable.of(SCHEMA, "columns", TypedColumn::all)
            .text("table_catalog", c -> c.database)
            .text("table_schema", c -> c.column.of().schema())
            .text("table_name", c -> c.column.of().name())
            .text("column_name", c -> c.definition().name())
            .integer("ordinal_position", c -> c.column.number())
            .text("column_default", TypedColumn::defaultText)
            .text("is_nullable", c -> yesNo(c.definition().nullable()))
            .text("data_type", c -> dataType(c.type()));
    addTypeColumns(table);
    addIdentityColumns(table);
    return table
        .text(
            "is_generated", c -> c.definition().generatedExpression() == null ? "NEVER" : "ALWAYS")
        .text("generation_expression", c -> c.definition().generatedExpression())
        .text("is_updatable", c -> yesNo(c.column.of().isUpdatable()))
        .make();
  }

  private static void addTypeColumns(SystemTable.Builder<TypedColumn> table) {
    table
        .integer("character_maximum_length", c -> characterLength(c.type()))
        .integer("character_octet_length", c -> octetLength(c.type()))
        .integer("numeric_precision", c -> numericPrecision(c.type()))
        .integer("numeric_precision_radix", c -> numericRadix(c.type()))
        .integer("numeric_scale", c -> numericScale(c.type()))
        .integer("datetime_precision", c -> datetimePrecision(c.type()))
        .nulls("interval_type")
        .integer("interval_precision", c -> null)
        .nulls(
            "character_set_catalog",
            "character_set_schema",
            "character_set_name",
            "collation_catalog",
            "collation_schema",
            "collation_name",
            "domain_catalog",
            "domain_schema",
            "domain_name")
        .text("udt_catalog", c -> c.database)
        .constant("udt_schema", SystemTables.PG_CATALOG)
        .text("udt_name", c -> PgType.of(c.type()).name())
        .nulls("scope_catalog", "scope_schema", "scope_name")
        .integer("maximum_cardinality", c -> null)
        .text("dtd_identifier", c -> Integer.toString(c.column.number()))
        .constant("is_self_referencing", "NO");
  }

  private static void addIdentityColumns(SystemTable.Builder<TypedColumn> table) {
    table
        .text("is_identity", c -> yesNo(c.numbers != null))
        .text("identity_generation", c -> generation(c.definition()))
        .text("identity_start", c -> orNull(c.ofSequence(SequenceDefinition::start)))
        .text("identity_increment", c -> orNull(c.ofSequence(SequenceDefinition::increment)))
        .text("identity_maximum", c -> orNull(c.ofSequence(SequenceDefinition::greatest)))
        .text("identity_minimum", c -> orNull(c.ofSequence(SequenceDefinition::least)))
        .text("identity_cycle", c -> yesNo(c.numbers != null && c.numbers.cycle()));
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable String generation(ColumnDefinition column) {
    Identity identity = column.identity();
    if (identity == null || identity.kind() == Identity.Kind.SERIAL) {
      return null;
    }
    return identity.kind() == Identity.Kind.ALWAYS ? "ALWAYS" : "BY DEFAULT";
  }

  static String dataType(ColumnType type) {
    PgType known = PgType.of(type);
    return known.isArray() ? "ARRAY" : known.longName();
  }

  static @Nullable Integer characterLength(ColumnType type) {
    return switch (type.kind()) {
      case CHAR, TEXT -> type.precision() == 0 ? null : type.precision();
      default -> null;
    };
  }

  /** The longest text that PostgreSQL has, in bytes; or four bytes for each character. */
  private static @Nullable Integer octetLength(ColumnType type) {
    return switch (type.kind()) {
      case CHAR, TEXT -> type.precision() == 0 ? 1 << 30 : Math.min(1 << 30, 4 * type.precision());
      default -> null;
    };
  }

  static @Nullable Integer numericPrecision(ColumnType type) {
    return switch (type.kind()) {
      case INT16 -> 16;
      case INT32 -> 32;
      case INT64 -> 64;
      case FLOAT32 -> 24;
      case FLOAT64 -> 53;
      case DECIMAL -> type.precision();
      default -> null;
    };
  }

  static @Nullable Integer numericRadix(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64, FLOAT32, FLOAT64 -> 2;
      case DECIMAL, NUMERIC -> 10;
      default -> null;
    };
  }

  static @Nullable Integer numericScale(ColumnType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> 0;
      case DECIMAL -> type.scale();
      default -> null;
    };
  }

  private static @Nullable Integer datetimePrecision(ColumnType type) {
    return switch (type.kind()) {
      case DATE -> 0;
      case TIME, TIMESTAMP, TIMESTAMP_TZ -> type.fractionDigits();
      default -> null;
    };
  }

  // ------------------------------------------------------------------ views and sequences

  private static List<Relation> onlyViews(SystemState state) {
    return Relation.withColumns(state).stream().filter(Relation::isView).toList();
  }

  private static String checkOption(Relation relation) {
    ViewDefinition view = relation.view();
    return view == null
        ? "NONE"
        : view.attributes().getOrDefault(ViewDefinition.CHECK_OPTION, "NONE");
  }

  private static SystemTable views() {
    return SystemTable.of(SCHEMA, "views", state -> In.of(state, onlyViews(state)))
        .text("table_catalog", in -> in.database)
        .text("table_schema", in -> in.row.schema())
        .text("table_name", in -> in.row.name())
        .text("view_definition", in -> in.row.view() == null ? null : in.row.view().query())
        .text("check_option", in -> checkOption(in.row))
        .text("is_updatable", in -> yesNo(in.row.isUpdatable()))
        .text("is_insertable_into", in -> yesNo(in.row.isUpdatable()))
        .constant("is_trigger_updatable", "NO")
        .constant("is_trigger_deletable", "NO")
        .constant("is_trigger_insertable_into", "NO")
        .make();
  }

  /** The sequences but those that number an identity column: these are part of it. */
  private static List<SequenceDefinition> sequencesOf(SystemState state) {
    Set<Integer> ofColumns =
        state.catalog().tables().stream()
            .flatMap(table -> table.columns().stream())
            .map(ColumnDefinition::identity)
            .filter(identity -> identity != null && identity.kind() != Identity.Kind.SERIAL)
            .map(Identity::sequenceId)
            .collect(Collectors.toSet());
    return state.catalog().sequences().stream()
        .filter(sequence -> !ofColumns.contains(sequence.id()))
        .toList();
  }

  private static SystemTable sequences() {
    return SystemTable.of(SCHEMA, "sequences", state -> In.of(state, sequencesOf(state)))
        .text("sequence_catalog", in -> in.database)
        .text("sequence_schema", in -> in.row.schema())
        .text("sequence_name", in -> in.row.name())
        .text("data_type", in -> dataType(ColumnType.of(in.row.kind())))
        .integer("numeric_precision", in -> numericPrecision(ColumnType.of(in.row.kind())))
        .integer("numeric_precision_radix", in -> 2)
        .integer("numeric_scale", in -> 0)
        .text("start_value", in -> Long.toString(in.row.start()))
        .text("minimum_value", in -> Long.toString(in.row.least()))
        .text("maximum_value", in -> Long.toString(in.row.greatest()))
        .text("increment", in -> Long.toString(in.row.increment()))
        .text("cycle_option", in -> yesNo(in.row.cycle()))
        .make();
  }

  // ------------------------------------------------------------------ what there is one of, or
  // none

  private static SystemTable characterSets() {
    return SystemTable.of(SCHEMA, "character_sets", state -> List.of(state.databaseName()))
        .nulls("character_set_catalog", "character_set_schema")
        .constant("character_set_name", "UTF8")
        .constant("character_repertoire", "UCS")
        .constant("form_of_use", "UTF8")
        .text("default_collate_catalog", database -> database)
        .constant("default_collate_schema", SystemTables.PG_CATALOG)
        .constant("default_collate_name", "C")
        .make();
  }

  private static SystemTable collations() {
    return SystemTable.of(SCHEMA, "collations", state -> List.of(state.databaseName()))
        .text("collation_catalog", database -> database)
        .constant("collation_schema", SystemTables.PG_CATALOG)
        .constant("collation_name", "C")
        .constant("pad_attribute", "NO PAD")
        .make();
  }

  /** A table without rows: pydb has no such things. */
  private static SystemTable nothing(String name, String columns) {
    return SystemTable.empty(SCHEMA, name, columns);
  }

  /** Names of columns, for {@link SystemTable#empty}. */
  private static final String TYPE =
      " data_type character_maximum_length% character_octet_length% character_set_catalog"
          + " character_set_schema character_set_name collation_catalog collation_schema"
          + " collation_name numeric_precision% numeric_precision_radix% numeric_scale%"
          + " datetime_precision% interval_type interval_precision%";

  private static final String ROUTINES =
      "specific_catalog specific_schema specific_name routine_catalog routine_schema routine_name"
          + " routine_type module_catalog module_schema module_name udt_catalog udt_schema udt_name"
          + TYPE
          + " type_udt_catalog type_udt_schema type_udt_name scope_catalog scope_schema scope_name"
          + " maximum_cardinality% dtd_identifier routine_body routine_definition external_name"
          + " external_language parameter_style is_deterministic sql_data_access is_null_call"
          + " sql_path schema_level_routine max_dynamic_result_sets% is_user_defined_cast"
          + " is_implicitly_invocable security_type";

  private static final String PARAMETERS =
      "specific_catalog specific_schema specific_name ordinal_position% parameter_mode is_result"
          + " as_locator parameter_name"
          + TYPE
          + " udt_catalog udt_schema udt_name scope_catalog scope_schema scope_name"
          + " maximum_cardinality% dtd_identifier parameter_default";

  private static final String TRIGGERS =
      "trigger_catalog trigger_schema trigger_name event_manipulation event_object_catalog"
          + " event_object_schema event_object_table action_order% action_condition"
          + " action_statement action_orientation action_timing action_reference_old_table"
          + " action_reference_new_table action_reference_old_row action_reference_new_row";

  private static final String DOMAINS =
      "domain_catalog domain_schema domain_name"
          + TYPE
          + " domain_default udt_catalog udt_schema udt_name scope_catalog scope_schema scope_name"
          + " maximum_cardinality% dtd_identifier";

  private static final String ATTRIBUTES =
      "udt_catalog udt_schema udt_name attribute_name ordinal_position% attribute_default"
          + " is_nullable"
          + TYPE
          + " attribute_udt_catalog attribute_udt_schema attribute_udt_name scope_catalog"
          + " scope_schema scope_name maximum_cardinality% dtd_identifier"
          + " is_derived_reference_attribute";

  private static final String ELEMENT_TYPES =
      "object_catalog object_schema object_name object_type collection_type_identifier"
          + TYPE
          + " domain_default udt_catalog udt_schema udt_name scope_catalog scope_schema scope_name"
          + " maximum_cardinality% dtd_identifier";

  private static final String DOMAIN_CONSTRAINTS =
      "constraint_catalog constraint_schema constraint_name domain_catalog domain_schema"
          + " domain_name is_deferrable initially_deferred";
}
