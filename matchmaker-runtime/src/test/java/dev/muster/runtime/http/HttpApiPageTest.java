package dev.muster.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The table of docs/http-api.md has the operations of the document that is served. */
class HttpApiPageTest {
  private static final Path PAGE = Path.of("../docs/http-api.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `((?:GET|POST|PATCH|DELETE|PUT) /[^`]*)` \\|");

  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void hasEveryOperationOnce() throws IOException {
    // Given
    var rows =
        Files.readAllLines(PAGE).stream()
            .flatMap(line -> ROW.matcher(line).results().map(row -> row.group(1)))
            .toList();
    // When
    var served = operations(server.get("/swagger/v1/swagger.json").json());
    // Then
    assertThat(rows).containsExactlyInAnyOrderElementsOf(served);
  }

  private static List<String> operations(JsonNode document) {
    var operations = new ArrayList<String>();
    for (var path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return operations;
  }
}
