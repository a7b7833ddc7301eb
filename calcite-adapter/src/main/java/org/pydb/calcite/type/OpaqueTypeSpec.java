package org.pydb.calcite.type;

import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/** The name of an {@link OpaqueType} in a statement. */
public final class OpaqueTypeSpec extends SqlTypeNameSpec {
  private final OpaqueType.Kind kind;
  private final @Nullable SqlIntervalQualifier fields;

  /** The name of a type. */
  public OpaqueTypeSpec(OpaqueType.Kind kind, SqlParserPos position) {
    this(kind, null, position);
  }

  /** The name of a type with the fields of an interval that it keeps; null for all. */
  public OpaqueTypeSpec(
      OpaqueType.Kind kind, @Nullable SqlIntervalQualifier fields, SqlParserPos position) {
    super(new SqlIdentifier(kind.name().toLowerCase(Locale.ROOT), position), position);
    this.kind = kind;
    this.fields = fields;
  }

  /** The fields of an interval that it keeps; null for all. */
  public @Nullable SqlIntervalQualifier fields() {
    return fields;
  }

  /** Which type it names. */
  public OpaqueType.Kind kind() {
    return kind;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    if (fields != null) { // Casts have been rewritten before.
      throw new PlacedError(
          getParserPos(),
          "0A000",
          "the fields and digits of an interval are supported in literals and casts only: use"
              + " interval, and cast what is stored");
    }
    return PydbTypeFactory.INSTANCE.opaque(kind);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.name());
    if (fields != null) {
      fields.unparse(writer, leftPrec, rightPrec);
    }
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec node, Litmus litmus) {
    return (node instanceof OpaqueTypeSpec that
            && that.kind == kind
            && SqlNode.equalDeep(fields, that.fields, litmus))
        ? litmus.succeed()
        : litmus.fail("{} != {}", this, node);
  }
}
