package org.pydb.shell;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pydb.engine.testkit.ArchitectureRules;

/** The shell stands on the driver, and takes scripts apart as the adapter does. */
class ShellArchitectureTest {

  /** What of the adapter it needs besides its api. */
  private static final Set<String> OF_SCRIPTS =
      Set.of("org.pydb.calcite.dump.ScriptReader", "org.pydb.calcite.copy.CopyInput");

  private static final JavaClasses SHELL = ArchitectureRules.mainClasses("org.pydb.shell");
  private static final JavaClasses SERVER = ArchitectureRules.mainClasses("org.pydb.server");

  @Test
  void littleOfTheAdapterIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are in the adapter, and neither in its api nor readers of scripts",
                (JavaClass type) ->
                    type.getPackageName().startsWith("org.pydb.calcite.")
                        && !type.getPackageName().equals("org.pydb.calcite.api")
                        && !OF_SCRIPTS.contains(type.getName())))
        .check(SHELL);
    ArchitectureRules.noneOf("org.apache.calcite..").check(SHELL);
  }

  /** Avatica's protocol is the server's business, and nobody else's. */
  @Test
  void serverStandsOnTheDriver() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are pydb's, and not in the driver",
                (JavaClass type) ->
                    type.getPackageName().startsWith("org.pydb.")
                        && !type.getPackageName().startsWith("org.pydb.jdbc")
                        && !type.getPackageName().equals("org.pydb.server")))
        .check(SERVER);
    ArchitectureRules.nothingPrinted().check(SERVER);
    ArchitectureRules.packagesNullMarked().check(SERVER);
  }

  @Test
  void onlyWhatTheEngineExportsIsUsed() {
    ArchitectureRules.onlyExportedEnginePackages().check(SHELL);
  }

  @Test
  void packagesAreNullMarked() {
    ArchitectureRules.packagesNullMarked().check(SHELL);
  }
}
