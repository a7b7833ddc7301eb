package org.pydb.calcite.parser;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.PydbTypeFactory;

/** {@code int[]}: arrays of elements of a type, each of which may be NULL. */
public final class ArrayTypeSpec extends SqlTypeNameSpec {
  private final SqlTypeNameSpec element;

  /** Arrays of elements of a type. */
  public ArrayTypeSpec(SqlTypeNameSpec element, SqlParserPos position) {
    super(new SqlIdentifier(SqlTypeName.ARRAY.name(), position), position);
    this.element = element;
    if (element instanceof ArrayTypeSpec) {
      throw new PlacedError(
          position, "0A000", "arrays of more than one dimension are not supported yet");
    }
  }

  /** The name of the elements' type. */
  public SqlTypeNameSpec element() {
    return element;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    return PydbTypeFactory.INSTANCE.array(element.deriveType(validator));
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    element.unparse(writer, leftPrec, rightPrec);
    writer.print("[]");
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec node, Litmus litmus) {
    return (node instanceof ArrayTypeSpec that && element.equalsDeep(that.element, litmus))
        ? litmus.succeed()
        : litmus.fail("{} != {}", this, node);
  }
}
