package dev.muster.runtime.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecureIdsTest {
  private final SecureIds ids = new SecureIds();

  @Test
  void makesIdsOfTheShapeOfXidsThatUseTheWholeAlphabet() {
    var seen = new HashSet<String>();
    var characters = new HashSet<Integer>();
    for (int i = 0; i < 1_000; i++) {
      var id = ids.xid();
      assertThat(id).matches("[0-9a-v]{20}");
      assertThat(seen.add(id)).isTrue();
      id.chars().forEach(characters::add);
    }
    assertThat(characters).hasSize(32);
  }

  @Test
  void makesRandomUuids() {
    assertThat(UUID.fromString(ids.uuid()).version()).isEqualTo(4);
  }

  @Test
  void writesTimesWithSevenDigits() {
    assertThat(Timestamps.text(1_795_187_045_120L)).isEqualTo("2026-11-20T15:04:05.1200000Z");
  }
}
