package org.pydb.calcite.function;

import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;

/** Operands of any types that have a type in common. */
final class CommonTypeOperands implements SqlOperandTypeChecker {
  private final SqlOperandCountRange count;

  private CommonTypeOperands(SqlOperandCountRange count) {
    this.count = count;
  }

  /** So many operands or more. */
  static CommonTypeOperands atLeast(int least) {
    return new CommonTypeOperands(SqlOperandCountRanges.from(least));
  }

  /** Exactly so many operands. */
  static CommonTypeOperands exactly(int number) {
    return new CommonTypeOperands(SqlOperandCountRanges.of(number));
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    boolean isCommon =
        binding.getTypeFactory().leastRestrictive(binding.collectOperandTypes()) != null;
    if (!isCommon && throwOnFailure) {
      throw binding.newValidationSignatureError();
    }
    return isCommon;
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return count;
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    return name + "(<values with a common type>)";
  }
}
