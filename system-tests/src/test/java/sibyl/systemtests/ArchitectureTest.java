package sibyl.systemtests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.Timer;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The shape of the system, as rules over the compiled classes: which module may see which, where
 * Aeron and SQL live, and what the engine must not touch to stay deterministic.
 */
class ArchitectureTest {
  private static final JavaClasses SIBYL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("sibyl");

  /**
   * What every module may see of the engine: commands, events and the words they are made of. And
   * one thing of its inside: what the AMM offers follows from what its events say by a rule that
   * must not be written twice.
   */
  private static final DescribedPredicate<JavaClass> ENGINE_CONTRACT =
      resideInAnyPackage("sibyl.engine", "sibyl.engine.command", "sibyl.engine.event")
          .and(describe("not the Engine itself", c -> !c.getName().equals("sibyl.engine.Engine")))
          .or(
              describe(
                  "what the AMM offers",
                  c -> c.getName().startsWith("sibyl.engine.market.AmmDepth")))
          .as("the engine's commands and events");

  private static final DescribedPredicate<JavaClass> ENGINE = module("engine");
  private static final DescribedPredicate<JavaClass> PROTOCOL = module("protocol");
  private static final DescribedPredicate<JavaClass> CLUSTER = module("cluster");
  private static final DescribedPredicate<JavaClass> CLUSTER_CLIENT =
      resideInAPackage("sibyl.cluster.client..").as("the cluster's client");
  private static final DescribedPredicate<JavaClass> DERIVED =
      resideInAPackage("sibyl.protocol.derive..").as("what is derived from events");
  private static final DescribedPredicate<JavaClass> STORE = module("store");
  private static final DescribedPredicate<JavaClass> ACCOUNTS = module("accounts");
  private static final DescribedPredicate<JavaClass> GATEWAY = module("gateway");

  /** The arrows of ARCHITECTURE.md: of Sibyl, each module may use itself and these. */
  private static final Map<String, List<DescribedPredicate<JavaClass>>> MAY_USE =
      Map.of(
          "engine", List.of(),
          "protocol", List.of(ENGINE),
          "cluster", List.of(ENGINE, PROTOCOL),
          "store", List.of(ENGINE_CONTRACT, PROTOCOL, CLUSTER_CLIENT),
          "accounts", List.of(ENGINE_CONTRACT, DERIVED, STORE),
          "gateway", List.of(ENGINE_CONTRACT, PROTOCOL, CLUSTER_CLIENT, ACCOUNTS),
          "app", List.of(ENGINE, PROTOCOL, CLUSTER, STORE, ACCOUNTS, GATEWAY, module("simulation")),
          "simulation", List.of(ENGINE, PROTOCOL));

  private static final Class<?>[] VARYING = {
    Thread.class,
    ThreadLocal.class,
    Runtime.class,
    ProcessBuilder.class,
    Random.class,
    UUID.class,
    Date.class,
    Calendar.class,
    Timer.class,
    TimeZone.class,
    Locale.class,
    HashMap.class,
    HashSet.class,
    Hashtable.class,
    IdentityHashMap.class,
    WeakHashMap.class
  };

  @Test
  void everyModuleIsExamined() {
    Set<String> seen = SIBYL.stream().map(c -> c.getPackageName().split("\\.")[1]).collect(toSet());
    assertThat(seen).containsAll(MAY_USE.keySet());
  }

  @Test
  void modulesDependOnlyAlongTheArrows() {
    MAY_USE.forEach(
        (name, allowed) -> {
          DescribedPredicate<JavaClass> permitted =
              Stream.concat(Stream.of(module(name)), allowed.stream())
                  .reduce((one, other) -> one.or(other))
                  .orElseThrow();
          String arrows =
              allowed.stream().map(DescribedPredicate::getDescription).collect(joining(", "));
          check(
              noClasses()
                  .that(areIn(module(name)))
                  .should()
                  .dependOnClassesThat(
                      resideInAPackage("sibyl..")
                          .and(not(permitted))
                          .as("are parts of Sibyl outside its arrows"))
                  .because(
                      name
                          + " may use "
                          + (arrows.isEmpty() ? "no other module" : "only " + arrows)));
        });
  }

  @Test
  void aeronAppearsInTheClusterOnly() {
    check(
        noClasses()
            .that(not(CLUSTER).as("are outside the cluster"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.aeron..")
            .because("the log behind the exchange is the cluster's own business"));
  }

  @Test
  void sqlAppearsInStoreAndAccountsOnly() {
    check(
        noClasses()
            .that(not(STORE.or(ACCOUNTS)).as("are outside store and accounts"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "org.postgresql..",
                "org.jdbi..",
                "org.flywaydb..",
                "com.zaxxer.hikari..",
                "io.zonky..")
            .because("rows are written and read in one place, next to their migrations"));
  }

  @Test
  void theEngineImportsOnlyTheJdkAndAgrona() {
    check(
        classes()
            .that(areIn(ENGINE))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(
                    "sibyl.engine..",
                    "java.lang..",
                    "java.math..",
                    "java.nio",
                    "java.nio.charset",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.agrona..",
                    "org.jspecify.annotations.."))
            .because("it is a library without I/O: time, threads and bytes come from outside"));
  }

  @Test
  void theEngineTouchesNothingThatDiffersFromRunToRun() {
    check(
        noClasses()
            .that(areIn(ENGINE))
            .should()
            .dependOnClassesThat(
                belongToAnyOf(VARYING)
                    .or(
                        resideInAPackage("org.agrona.concurrent..")
                            .and(not(belongToAnyOf(UnsafeBuffer.class, AtomicBuffer.class))))
                    .as(
                        "are clocks, threads, randomness, the environment or maps without an order"))
            .because("every node must come to the same state from the same commands"));
  }

  @Test
  void theEngineCallsNothingWhoseResultDiffersFromRunToRun() {
    check(
        noClasses()
            .that(areIn(ENGINE))
            .should()
            .callMethodWhere(
                describe("its result differs from run to run", call -> varies(call.getTarget())))
            .because("every node must come to the same state from the same commands"));
  }

  @Test
  void everyPackageSaysWhatItsNullsMean() {
    Stream<String> unmarked =
        SIBYL.stream()
            .filter(c -> !c.getPackageName().startsWith("sibyl.protocol.sbe"))
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(p -> p.getName() + " has no package-info.java with @NullMarked");
    assertThat(unmarked).isEmpty();
  }

  private static boolean varies(AccessTarget target) {
    String owner = target.getOwner().getName();
    String method = target.getName();
    return switch (owner) {
      case "java.lang.System" -> !Set.of("arraycopy", "lineSeparator").contains(method);
      // Other than StrictMath's, these may give another last bit on another processor.
      case "java.lang.Math" ->
          Set.of(
                  "random", "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "sin", "cos",
                  "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "atan2", "hypot")
              .contains(method);
      // Salted at every start of a JVM.
      case "java.util.Map", "java.util.Set" -> Set.of("of", "ofEntries", "copyOf").contains(method);
      case "java.util.stream.Collectors" ->
          Set.of(
                  "toSet",
                  "toUnmodifiableSet",
                  "toMap",
                  "toUnmodifiableMap",
                  "groupingBy",
                  "partitioningBy")
              .contains(method);
      case "java.lang.Object" -> method.equals("hashCode");
      case "java.util.Collections" -> method.equals("shuffle");
      default -> method.equals("parallelStream") || method.equals("parallel");
    };
  }

  private static DescribedPredicate<JavaClass> module(String name) {
    return resideInAPackage("sibyl." + name + "..").as("the " + name);
  }

  private static DescribedPredicate<JavaClass> areIn(DescribedPredicate<JavaClass> part) {
    return part.as("are in " + part.getDescription());
  }

  /** Checks a rule that holds also where there is nothing yet that could break it. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(SIBYL);
  }
}
