package dev.muster.devcluster.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.muster.devcluster.json.Json;
import dev.muster.devcluster.schema.Schema;
import dev.muster.devcluster.schema.ValueChecks;
import dev.muster.devcluster.store.Cause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One rule of {@code x-kubernetes-validations}, ready to run on values of one schema. */
final class Rule {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableRegexPartialMatch(true)
          .enableOptionalSyntax(true)
          .comprehensionMaxIterations(1_000_000)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(
              CelExtensions.optional(),
              CelExtensions.strings(),
              CelExtensions.sets(OPTIONS),
              CelExtensions.lists())
          .build();
  private static final Pattern OLD = Pattern.compile("\\boldSelf\\b");

  private final JsonNode source;
  private final String expression;
  private final CelRuntime.Program program;
  private final CelRuntime.Program message;
  private final boolean usesOld;
  private final boolean optionalOld;

  private Rule(
      JsonNode source, CelRuntime.Program program, CelRuntime.Program message, boolean usesOld) {
    this.source = source;
    this.expression = source.path("rule").asText().strip();
    this.program = program;
    this.message = message;
    this.usesOld = usesOld;
    this.optionalOld = source.path("optionalOldSelf").asBoolean();
  }

  /** Whether a rule's text speaks of the value before. */
  static boolean usesOld(JsonNode source) {
    return OLD.matcher(source.path("rule").asText()).find();
  }

  /**
   * Compiles a rule; what is wrong with it is added to {@code problems}, and the result is null.
   */
  static Rule compile(JsonNode source, Schema schema, String at, List<Cause> problems) {
    boolean optional = source.path("optionalOldSelf").asBoolean();
    var compiler = compiler(schema, optional);
    var rule = check(compiler, source, "rule", SimpleType.BOOL, at, problems);
    var text =
        source.path("messageExpression").asText().isBlank()
            ? null
            : check(compiler, source, "messageExpression", SimpleType.STRING, at, problems);
    try {
      return rule == null
          ? null
          : new Rule(
              source,
              RUNTIME.createProgram(rule),
              text == null ? null : RUNTIME.createProgram(text),
              usesOld(source));
    } catch (CelEvaluationException e) {
      problems.add(
          Cause.invalid(at + ".rule", shown(source), "compilation failed: " + e.getMessage()));
      return null;
    }
  }

  private static CelCompiler compiler(Schema schema, boolean optional) {
    var types = new CelTypes();
    var self = types.type(schema, "selfType");
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setTypeProvider(types.provider())
        .addVar("self", self)
        .addVar("oldSelf", optional ? OptionalType.create(self) : self)
        .addLibraries(
            CelExtensions.optional(),
            CelExtensions.strings(),
            CelExtensions.sets(OPTIONS),
            CelExtensions.lists())
        .build();
  }

  private static CelAbstractSyntaxTree check(
      CelCompiler compiler,
      JsonNode source,
      String name,
      CelType wanted,
      String at,
      List<Cause> problems) {
    try {
      var tree = compiler.compile(source.path(name).asText()).getAst();
      if (!tree.getResultType().equals(wanted) && !tree.getResultType().equals(SimpleType.DYN)) {
        var type = wanted.equals(SimpleType.BOOL) ? "bool" : "string";
        var what = name.equals("rule") ? "cel expression" : "messageExpression";
        problems.add(
            Cause.invalid(at + "." + name, shown(source), what + " must evaluate to a " + type));
        return null;
      }
      return tree;
    } catch (CelValidationException e) {
      problems.add(
          Cause.invalid(at + "." + name, shown(source), "compilation failed: " + e.getMessage()));
      return null;
    }
  }

  private static String shown(JsonNode source) {
    return "apiextensions.ValidationRule{Rule:"
        + Cause.quote(source.path("rule").asText())
        + ", Message:"
        + Cause.quote(source.path("message").asText())
        + ", MessageExpression:"
        + Cause.quote(source.path("messageExpression").asText())
        + ", Reason:"
        + pointer(source, "reason", "(*apiextensions.FieldValueErrorReason)")
        + ", FieldPath:"
        + Cause.quote(source.path("fieldPath").asText())
        + ", OptionalOldSelf:"
        + pointer(source, "optionalOldSelf", "(*bool)")
        + "}";
  }

  private static String pointer(JsonNode source, String name, String type) {
    return type + (source.has(name) ? "(0x1)" : "(nil)");
  }

  /**
   * What the rule has against a value at {@code field}; empty when it holds. {@code old} is null
   * for none.
   */
  Optional<Cause> check(JsonNode now, JsonNode old, Schema schema, String field) {
    if (usesOld && old == null && !optionalOld) {
      return Optional.empty();
    }
    var typeName = Cause.quote(ValueChecks.typeName(now));
    try {
      var variables = variables(now, old, schema);
      if (Boolean.TRUE.equals(program.eval(variables))) {
        return Optional.empty();
      }
      var at = source.path("fieldPath").asText();
      return Optional.of(
          cause(at.isEmpty() ? field : joined(field, at), typeName, text(variables)));
    } catch (CelTypes.Misfit | CelEvaluationException e) {
      var shownRule = source.path("message").asText(expression);
      return Optional.of(
          Cause.invalid(field, typeName, fault(e) + " evaluating rule: " + shownRule));
    }
  }

  private static String fault(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CelTypes.Misfit) {
        return cause.getMessage();
      }
    }
    return e.getMessage();
  }

  private static String joined(String field, String below) {
    return field.isEmpty() ? below.substring(1) : field + below;
  }

  private Map<String, Object> variables(JsonNode now, JsonNode old, Schema schema) {
    var self = CelTypes.value(now, schema);
    if (!usesOld) {
      return Map.of("self", self);
    }
    if (optionalOld) {
      return Map.of(
          "self", self, "oldSelf", Optional.ofNullable(old).map(o -> CelTypes.value(o, schema)));
    }
    return Map.of("self", self, "oldSelf", CelTypes.value(old, schema));
  }

  private String text(Map<String, Object> variables) {
    if (message != null) {
      try {
        if (message.eval(variables) instanceof String text
            && !text.isBlank()
            && !text.contains("\n")) {
          return text.strip();
        }
      } catch (CelEvaluationException e) {
        // A message that cannot be made gives way to the fixed one.
      }
    }
    var fixed = source.path("message").asText();
    return fixed.isEmpty() ? "failed rule: " + expression : fixed;
  }

  private Cause cause(String field, String typeName, String text) {
    return switch (source.path("reason").asText()) {
      case "FieldValueForbidden" -> Cause.forbidden(field, text);
      case "FieldValueRequired" -> Cause.required(field, text);
      case "FieldValueDuplicate" ->
          new Cause("FieldValueDuplicate", "Duplicate value: " + typeName, field);
      default -> Cause.invalid(field, typeName, text);
    };
  }

  @Override
  public String toString() {
    return Json.text(source);
  }
}
