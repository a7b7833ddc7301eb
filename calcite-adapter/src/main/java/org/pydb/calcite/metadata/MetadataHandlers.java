package org.pydb.calcite.metadata;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.CyclicMetadataException;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about relational expressions by the methods of Calcite's {@code RelMd} classes
 * and of our own, without generating code.
 *
 * <p>A question is a method of a handler interface, such as {@code getRowCount(RelNode,
 * RelMetadataQuery)}. Handlers overload it: {@code getRowCount(Filter, …)}, {@code
 * getRowCount(Join, …)}. Calcite compiles a dispatcher for each kind of question when it is first
 * asked, at ten milliseconds and more; here the overload that fits a class best is looked up once
 * and remembered. Answers are kept in the query, and a question that leads to itself is answered by
 * {@link CyclicMetadataException}, as Calcite expects it. Thread-safe.
 */
public final class MetadataHandlers implements MetadataHandlerProvider {

  /** The instance that all planning shares. */
  public static final MetadataHandlers INSTANCE = new MetadataHandlers();

  private static final Object ACTIVE = new Object();
  private static final Object NONE = new Object();
  private static final List<MetadataHandler<?>> OWN = List.of(new RowCounts(), new TableKeys());

  private final ConcurrentHashMap<Class<?>, Object> handlers = new ConcurrentHashMap<>();

  private MetadataHandlers() {}

  @Override
  public <H extends MetadataHandler<?>> H handler(Class<H> type) {
    Object known = handlers.get(type); // Each query asks for all of them: no lock for that.
    return type.cast(
        known != null ? known : handlers.computeIfAbsent(type, MetadataHandlers::make));
  }

  private static Object make(Class<?> type) {
    return Proxy.newProxyInstance(
        MetadataHandlers.class.getClassLoader(), new Class<?>[] {type}, new Dispatcher(type));
  }

  /** Answers all questions of one handler interface. */
  private static final class Dispatcher implements InvocationHandler {
    private final List<MetadataHandler<?>> candidates = new ArrayList<>();
    private final ConcurrentHashMap<Method, ConcurrentHashMap<Class<?>, MethodHandle>> targets =
        new ConcurrentHashMap<>();

    Dispatcher(Class<?> type) {
      candidates.addAll(OWN);
      candidates.addAll(stock(type));
    }

    @SuppressWarnings("unchecked") // it is only asked of such types
    private static List<MetadataHandler<?>> stock(Class<?> type) {
      return DefaultRelMetadataProvider.INSTANCE.handlers(
          (Class<? extends MetadataHandler<?>>) type);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (arguments == null || arguments.length < 2 || !(arguments[0] instanceof RelNode rel)) {
        throw new UnsupportedOperationException(method.toString());
      }
      RelMetadataQueryBase query = (RelMetadataQuery) arguments[1];
      Object key = key(method, arguments);
      Object known = query.map.get(rel, key);
      if (known != null) {
        if (known == ACTIVE) {
          throw new CyclicMetadataException();
        }
        return known == NONE ? null : known;
      }
      query.map.put(rel, key, ACTIVE);
      try {
        Object answer = (Object) target(method, rel.getClass()).invokeExact(arguments);
        query.map.put(rel, key, answer == null ? NONE : answer);
        return answer;
      } catch (Throwable e) {
        query.map.row(rel).clear();
        if (isOfPredicates(method, e)) {
          return RelOptPredicateList.EMPTY;
        }
        throw e;
      }
    }

    /**
     * Whether Calcite has stumbled while it gathered what holds for rows: over a comparison with
     * NULL, which it asserts that nobody has written, or over functions that it has no code for. To
     * know nothing is always right.
     */
    private static boolean isOfPredicates(Method method, Throwable e) {
      return method.getReturnType() == RelOptPredicateList.class
          && (e instanceof AssertionError || e instanceof RuntimeException)
          && !(e instanceof CyclicMetadataException);
    }

    private static Object key(Method method, Object[] arguments) {
      if (arguments.length == 2) {
        return method;
      }
      List<Object> key = new ArrayList<>(arguments.length - 1);
      key.add(method);
      for (int i = 2; i < arguments.length; i++) {
        key.add(arguments[i] == null ? NONE : arguments[i]);
      }
      return key;
    }

    private MethodHandle target(Method question, Class<?> relClass) {
      return targets
          .computeIfAbsent(question, method -> new ConcurrentHashMap<>())
          .computeIfAbsent(relClass, type -> find(question, type));
    }

    private MethodHandle find(Method question, Class<?> relClass) {
      for (MetadataHandler<?> candidate : candidates) {
        Method best = null;
        for (Method method : candidate.getClass().getMethods()) {
          if (answers(method, question, relClass)
              && (best == null
                  || best.getParameterTypes()[0].isAssignableFrom(method.getParameterTypes()[0]))) {
            best = method;
          }
        }
        if (best != null) {
          return handle(best, candidate);
        }
      }
      throw new IllegalArgumentException("no answer to " + question + " for " + relClass);
    }

    private static boolean answers(Method method, Method question, Class<?> relClass) {
      Class<?>[] wanted = question.getParameterTypes();
      Class<?>[] types = method.getParameterTypes();
      return method.getName().equals(question.getName())
          && types.length == wanted.length
          && types[0].isAssignableFrom(relClass)
          && Arrays.equals(types, 1, types.length, wanted, 1, wanted.length);
    }

    private static MethodHandle handle(Method method, Object receiver) {
      try {
        return MethodHandles.publicLookup()
            .unreflect(method)
            .bindTo(receiver)
            .asSpreader(Object[].class, method.getParameterCount())
            .asType(MethodType.methodType(Object.class, Object[].class));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
