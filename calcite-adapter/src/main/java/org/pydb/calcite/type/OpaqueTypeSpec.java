package org.pydb.calcite.type;

import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The name of an {@link OpaqueType} in a statement. */
public final class OpaqueTypeSpec extends SqlTypeNameSpec {
  private final OpaqueType.Kind kind;

  /** The name of a type. */
  public OpaqueTypeSpec(OpaqueType.Kind kind, SqlParserPos position) {
    super(new SqlIdentifier(kind.name().toLowerCase(Locale.ROOT), position), position);
    this.kind = kind;
  }

  /** Which type it names. */
  public OpaqueType.Kind kind() {
    return kind;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    return PydbTypeFactory.INSTANCE.opaque(kind);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(kind.name());
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec node, Litmus litmus) {
    return (node instanceof OpaqueTypeSpec that && that.kind == kind)
        ? litmus.succeed()
        : litmus.fail("{} != {}", this, node);
  }
}
