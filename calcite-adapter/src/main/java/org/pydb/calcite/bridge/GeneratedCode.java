package org.pydb.calcite.bridge;

import java.util.Map;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.ClassDeclaration;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.runtime.Bindable;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.CompilerFactoryFactory;
import org.codehaus.commons.compiler.ISimpleCompiler;
import org.pydb.calcite.api.SqlError;

/** Makes and compiles Calcite's code. Stateless. */
final class GeneratedCode {
  private static final String CLASS_NAME = "PydbBridge";

  private GeneratedCode() {}

  /**
   * The class for a plan, made.
   *
   * @param constants gets what the code looks up by name
   */
  static Bindable<?> compile(EnumerableRel plan, Map<String, Object> constants) {
    String body;
    try {
      EnumerableRelImplementor implementor =
          new EnumerableRelImplementor(plan.getCluster().getRexBuilder(), constants);
      ClassDeclaration code = implementor.implementRoot(plan, EnumerableRel.Prefer.ARRAY);
      body = Expressions.toString(code.memberDeclarations, "\n", false);
    } catch (RuntimeException | AssertionError e) {
      throw new SqlError(
          "0A000", "this statement cannot be executed yet: Calcite makes no code for it", e);
    }
    return make(
        "public final class "
            + CLASS_NAME
            + " implements "
            + Bindable.class.getName()
            + " {\n"
            + body
            + "\n}");
  }

  private static Bindable<?> make(String source) {
    ClassLoader loader = GeneratedCode.class.getClassLoader();
    try {
      ISimpleCompiler compiler =
          CompilerFactoryFactory.getDefaultCompilerFactory(loader).newSimpleCompiler();
      compiler.setParentClassLoader(loader);
      compiler.cook(source);
      return (Bindable<?>)
          compiler.getClassLoader().loadClass(CLASS_NAME).getDeclaredConstructor().newInstance();
    } catch (CompileException e) {
      throw new SqlError(
          "0A000", "this statement cannot be executed yet: Calcite's code does not compile", e);
    } catch (Exception e) {
      throw new SqlError("XX000", "the code for the statement could not be loaded: " + e, e);
    }
  }
}
