package org.pydb.calcite.ddl;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.ColumnDeclaration;
import org.pydb.calcite.parser.DefaultDeclaration;
import org.pydb.calcite.parser.GeneratedDeclaration;
import org.pydb.calcite.parser.IdentityDeclaration;
import org.pydb.calcite.parser.NullabilityDeclaration;
import org.pydb.calcite.parser.PostgresType;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.validate.DataTypeCheck;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Identity;

/** From a column's declaration to its definition, but for keys and checks. */
final class ColumnBuilder {

  /** Makes the sequence of a column, and gives its id. */
  interface Numbering {

    /** The id of the sequence for a column of this type. */
    int sequence(ColumnDeclaration column, List<SqlNode> options, ColumnType type);
  }

  private final SqlValidator validator;
  private final Numbering numbering;
  private final Function<SqlNode, String> texts;

  /**
   * A builder.
   *
   * @param numbering makes sequences for columns that want one
   * @param texts gives expressions as they are kept
   */
  ColumnBuilder(SqlValidator validator, Numbering numbering, Function<SqlNode, String> texts) {
    this.validator = validator;
    this.numbering = numbering;
    this.texts = texts;
  }

  /**
   * The definition of a column.
   *
   * @param inPrimaryKey whether it must not be NULL for that reason
   */
  ColumnDefinition build(ColumnDeclaration declaration, boolean inPrimaryKey) {
    ColumnType type = type(declaration.type());
    NullabilityDeclaration nullability = null;
    DefaultDeclaration defaultValue = null;
    IdentityDeclaration identity = null;
    GeneratedDeclaration generated = null;
    for (SqlNode constraint : declaration.constraints()) {
      if (constraint instanceof NullabilityDeclaration n) {
        if (nullability != null && nullability.nullable() != n.nullable()) {
          throw contradiction(declaration, n);
        }
        nullability = n;
      } else if (constraint instanceof DefaultDeclaration d) {
        if (defaultValue != null) {
          throw new PlacedError(
              d,
              "42601",
              "column \"" + declaration.name().getSimple() + "\" has more than one default");
        }
        defaultValue = d;
      } else if (constraint instanceof IdentityDeclaration i) {
        if (identity != null) {
          throw new PlacedError(
              i,
              "42601",
              "multiple identity specifications for column \""
                  + declaration.name().getSimple()
                  + "\"");
        }
        identity = i;
      } else if (constraint instanceof GeneratedDeclaration g) {
        if (generated != null) {
          throw new PlacedError(
              g,
              "42601",
              "multiple generation clauses specified for column \""
                  + declaration.name().getSimple()
                  + "\"");
        }
        generated = g;
        Trees.refuseQueries(g.expression(), "column generation expression");
      }
    }
    boolean isNumbered = identity != null || isSerial(declaration);
    checkOneSource(declaration, identity, defaultValue);
    if (generated != null && (isNumbered || defaultValue != null)) {
      throw new PlacedError(
          generated,
          "42601",
          "both "
              + (isNumbered ? "identity" : "default")
              + " and generation expression specified for column \""
              + declaration.name().getSimple()
              + "\"");
    }
    if (isNumbered && nullability != null && nullability.nullable()) {
      throw contradiction(declaration, nullability);
    }
    if (inPrimaryKey && nullability != null && nullability.nullable()) {
      throw contradiction(declaration, nullability);
    }
    boolean nullable =
        !inPrimaryKey && !isNumbered && (nullability == null || nullability.nullable());
    return new ColumnDefinition(
        declaration.name().getSimple(),
        type,
        nullable,
        defaultValue == null ? null : texts.apply(defaultValue.expression()),
        Map.of(),
        isNumbered ? identity(declaration, identity, type) : null,
        generated == null ? null : texts.apply(generated.expression()));
  }

  private static boolean isSerial(ColumnDeclaration declaration) {
    PostgresType postgres = PostgresType.of(declaration.type());
    return postgres != null && postgres.isSerial();
  }

  private static void checkOneSource(
      ColumnDeclaration declaration,
      @Nullable IdentityDeclaration identity,
      @Nullable DefaultDeclaration defaultValue) {
    String name = declaration.name().getSimple();
    if (identity != null && (defaultValue != null || isSerial(declaration))) {
      throw new PlacedError(
          identity, "42601", "both default and identity specified for column \"" + name + "\"");
    }
    if (defaultValue != null && isSerial(declaration)) {
      throw new PlacedError(
          defaultValue, "42601", "multiple default values specified for column \"" + name + "\"");
    }
  }

  private Identity identity(
      ColumnDeclaration declaration, @Nullable IdentityDeclaration identity, ColumnType type) {
    if (identity != null) {
      checkNumberable(identity, type);
    }
    Identity.Kind kind =
        identity == null
            ? Identity.Kind.SERIAL
            : identity.always() ? Identity.Kind.ALWAYS : Identity.Kind.BY_DEFAULT;
    List<SqlNode> options = identity == null ? List.of() : identity.options();
    return new Identity(numbering.sequence(declaration, options, type), kind);
  }

  /**
   * Looks whether a sequence can number a column.
   *
   * @throws PlacedError 22023 if it cannot
   */
  static void checkNumberable(SqlNode place, ColumnType type) {
    if (type.kind() != ColumnKind.INT16
        && type.kind() != ColumnKind.INT32
        && type.kind() != ColumnKind.INT64) {
      throw new PlacedError(
          place, "22023", "identity column type must be smallint, integer, or bigint");
    }
  }

  /** The type of a column. */
  ColumnType type(SqlDataTypeSpec declared) {
    DataTypeCheck.check(declared);
    @Nullable RelDataType type = declared.deriveType(validator);
    ColumnType column = type == null ? null : ColumnTypes.toColumnOrNull(type);
    if (column == null) {
      throw new PlacedError(
          declared,
          "0A000",
          "columns of type " + declared + " are not supported yet; " + DataTypeCheck.TYPES);
    }
    return column;
  }

  private static PlacedError contradiction(ColumnDeclaration column, SqlNode place) {
    return new PlacedError(
        place,
        "42601",
        "column \""
            + column.name().getSimple()
            + "\" is declared both NULL and NOT NULL, or NULL and a primary key");
  }
}
