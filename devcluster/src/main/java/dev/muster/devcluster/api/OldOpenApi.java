package dev.muster.devcluster.api;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.muster.devcluster.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * OpenAPI v2, of which kubectl asks whether it knows a kind that version 3 does not have: it knows
 * none.
 */
final class OldOpenApi {
  private static final String VERSION = "2.0";
  private static final String TITLE = "Kubernetes";
  private static final String TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  private OldOpenApi() {}

  static Reply answer(Call call) {
    if (call.header("Accept").contains("protobuf")) {
      return Reply.of(200, TYPE, Buffer.buffer(message()));
    }
    var document = Json.object().put("swagger", VERSION);
    document.putObject("info").put("title", TITLE).put("version", Discovery.SERVER_VERSION);
    document.putObject("paths");
    document.putObject("definitions");
    return Reply.json(200, document);
  }

  /** The document by the numbers of its published protobuf form. */
  private static byte[] message() {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeString(1, VERSION);
      out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(
          CodedOutputStream.computeStringSize(1, TITLE)
              + CodedOutputStream.computeStringSize(2, Discovery.SERVER_VERSION));
      out.writeString(1, TITLE);
      out.writeString(2, Discovery.SERVER_VERSION);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
