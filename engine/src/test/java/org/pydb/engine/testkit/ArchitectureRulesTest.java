package org.pydb.engine.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that nobody breaks proves nothing: each must catch the offender planted for it. */
class ArchitectureRulesTest {

  private static final String ROOT = "org.pydb.engine.testkit.planted";

  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

  private static final ArchRule DOWNWARD =
      ArchitectureRules.importsOnlyDownward(ROOT, List.of("error", "vfs"));

  @Test
  void lowerPackageThatUsesHigherOneIsCaught() {
    assertCaught(DOWNWARD, "error.LooksUp");
  }

  @Test
  void packageThatTheListDoesNotNameIsCaught() {
    assertCaught(DOWNWARD, "stray.Stray is in a package that the list does not name");
  }

  @Test
  void cycleIsCaught() {
    assertCaught(ArchitectureRules.noPackageCycles(), "Cycle detected");
  }

  @Test
  void clockFileAndChanceOutsideOfVfsAreCaught() {
    ArchRule rule = ArchitectureRules.operatingSystemOnlyIn(ROOT + ".vfs");
    assertCaught(rule, "System.nanoTime()");
    assertCaught(rule, "java.nio.file.Files");
    assertCaught(rule, "java.util.Random");
  }

  @Test
  void printingIsCaught() {
    assertCaught(ArchitectureRules.nothingPrinted(), "java.lang.System.out");
  }

  @Test
  void packageWithoutNullMarkedIsCaught() {
    assertCaught(ArchitectureRules.packagesNullMarked(), "stray has no @NullMarked");
  }

  @Test
  void forbiddenPackageIsCaught() {
    assertCaught(ArchitectureRules.noneOf("java.util.random..", "java.nio.file.."), "Files");
  }

  private static void assertCaught(ArchRule rule, String evidence) {
    assertThatThrownBy(() -> rule.check(PLANTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(evidence);
  }
}
