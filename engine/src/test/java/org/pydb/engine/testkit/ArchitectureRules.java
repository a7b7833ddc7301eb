package org.pydb.engine.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Collections.list;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of structure that the classes of a pydb module must keep, as ArchUnit rules.
 *
 * <p>A rule holds for packages that do not exist yet: it passes while they are empty.
 */
public final class ArchitectureRules {

  /** Packages whose sources a tool writes at build time. */
  private static final String GENERATED = "..generated..";

  private static final String MODULE_INFO = "module-info.class";

  private static final Pattern FILE_TYPES =
      Pattern.compile(
          "java\\.io\\.(File|RandomAccessFile)\\w*"
              + "|java\\.nio\\.channels\\..*"
              + "|java\\.nio\\.file\\.(?!(Path|Paths|InvalidPathException)$).*");

  private static final Pattern RANDOM_TYPES =
      Pattern.compile(
          "java\\.util\\.(Random|SplittableRandom)|java\\.util\\.random\\..*"
              + "|java\\.security\\.SecureRandom|java\\.util\\.concurrent\\.ThreadLocalRandom");

  private static final Set<String> CLOCK_AND_CHANCE_METHODS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Thread.sleep",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  private ArchitectureRules() {}

  /** The main classes below {@code rootPackage}, wherever on the class path they lie. */
  public static JavaClasses mainClasses(String rootPackage) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(rootPackage);
  }

  public static ArchRule noPackageCycles() {
    return slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return JavaClass.Predicates.resideInAPackage(GENERATED).test(type)
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true);
  }

  /**
   * Each package may use itself and those before it in the list. The package {@code root} itself
   * stands on top of all; a package below it that the list does not name is an error.
   */
  public static ArchRule importsOnlyDownward(String root, List<String> lowestFirst) {
    return classes()
        .should(
            new ArchCondition<>("use only packages below their own: " + lowestFirst) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                int height = height(type, root, lowestFirst);
                if (height < 0) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " is in a package that the list does not name"));
                  return;
                }
                type.getDirectDependenciesFromSelf().stream()
                    .filter(to -> isBelow(root, to.getTargetClass()))
                    .filter(to -> height(to.getTargetClass(), root, lowestFirst) > height)
                    .forEach(
                        to -> events.add(SimpleConditionEvent.violated(to, to.getDescription())));
              }
            })
        .allowEmptyShould(true);
  }

  private static boolean isBelow(String root, JavaClass type) {
    return (type.getPackageName() + '.').startsWith(root + '.');
  }

  /** The place of a class in the list; the list's size for the root, -1 for the unknown. */
  private static int height(JavaClass type, String root, List<String> lowestFirst) {
    if (type.getPackageName().equals(root)) {
      return lowestFirst.size();
    }
    String below = type.getPackageName().substring(root.length() + 1);
    int dot = below.indexOf('.');
    return lowestFirst.indexOf(dot < 0 ? below : below.substring(0, dot));
  }

  /** No class uses the packages that the patterns name. */
  public static ArchRule noneOf(String... packagePatterns) {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packagePatterns)
        .allowEmptyShould(true);
  }

  /** The operating system, its clock and its randomness have one door. */
  public static ArchRule operatingSystemOnlyIn(String vfsPackage) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(vfsPackage + "..")
        .should(
            dependOnClassesThat(named("files, channels or randomness", FILE_TYPES, RANDOM_TYPES))
                .or(callMethodWhere(readsClockOrChance())))
        .because("only " + vfsPackage + " touches files, clocks and randomness: use its types")
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> named(String description, Pattern... names) {
    return describe(
        description,
        type -> List.of(names).stream().anyMatch(name -> name.matcher(type.getName()).matches()));
  }

  private static DescribedPredicate<JavaAccess<?>> readsClockOrChance() {
    return describe(
        "one of " + CLOCK_AND_CHANCE_METHODS,
        access ->
            CLOCK_AND_CHANCE_METHODS.contains(
                access.getTargetOwner().getName() + '.' + access.getName()));
  }

  public static ArchRule nothingPrinted() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(GENERATED)
        .should(ACCESS_STANDARD_STREAMS)
        .because("the standard streams belong to the application")
        .allowEmptyShould(true);
  }

  public static ArchRule packagesNullMarked() {
    return classes()
        .that()
        .resideOutsideOfPackage(GENERATED)
        .should(
            new ArchCondition<>("be in a package whose package-info.java has @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                events.add(
                    new SimpleConditionEvent(
                        type,
                        type.getPackage().isAnnotatedWith(NullMarked.class),
                        type.getPackageName() + " has no @NullMarked in a package-info.java"));
              }
            })
        .allowEmptyShould(true);
  }

  /** What {@code module-info} hides, the class path shows: so the rule must hide it. */
  public static ArchRule onlyExportedEnginePackages() {
    Set<String> exported = exportsOfEngine();
    return noClasses()
        .should(
            dependOnClassesThat(
                describe(
                    "engine packages other than " + exported,
                    type ->
                        isBelow("org.pydb.engine", type)
                            && !exported.contains(type.getPackageName()))))
        .because("the engine's module-info does not export them")
        .allowEmptyShould(true);
  }

  private static Set<String> exportsOfEngine() {
    try {
      for (URL url : list(ArchitectureRules.class.getClassLoader().getResources(MODULE_INFO))) {
        try (InputStream bytes = url.openStream()) {
          ModuleDescriptor module = ModuleDescriptor.read(bytes);
          if (module.name().equals("org.pydb.engine")) {
            return module.exports().stream()
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toUnmodifiableSet());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the engine's module-info is not on the class path");
  }
}
