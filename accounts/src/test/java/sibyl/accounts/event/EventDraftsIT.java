package sibyl.accounts.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static sibyl.accounts.Refusals.assertRefused;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;

/** Events before they exist, and the words around them. */
@Timeout(120)
class EventDraftsIT {
  private static final long OLGA = 7;
  private static final long OTTO = 8;

  private People people;
  private EventDrafts drafts;

  @BeforeEach
  void open() {
    people = new People();
    drafts = new EventDrafts(people.database, people.clock);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void everyVersionStaysWithWhoWroteIt() {
    long id = drafts.create("{\"title\":\"a\"}", OLGA).id();
    EventDraft edited = drafts.edit(id, "{\"title\":\"b\"}", OTTO);
    assertThat(edited.version()).isEqualTo(2);
    assertThat(drafts.find(id)).contains(edited);
    assertThat(drafts.versions(id, 10))
        .extracting(EventDraft::version, EventDraft::body, EventDraft::by)
        .containsExactly(tuple(2, "{\"title\":\"b\"}", OTTO), tuple(1, "{\"title\":\"a\"}", OLGA));
  }

  @Test
  void whatIsPublishedOrDeletedIsEditedNoMore() {
    long gone = drafts.create("{}", OLGA).id();
    drafts.delete(gone);
    assertRefused(Code.DRAFT_NOT_EDITABLE, () -> drafts.edit(gone, "{}", OLGA));
    assertRefused(Code.DRAFT_NOT_EDITABLE, () -> drafts.beginPublishing(gone, OLGA));
    long out = drafts.create("{}", OLGA).id();
    assertThat(drafts.beginPublishing(out, OLGA).publisher()).isEqualTo(OLGA);
    assertRefused(Code.DRAFT_NOT_EDITABLE, () -> drafts.edit(out, "{}", OLGA));
    drafts.published(out, 42);
    assertThat(drafts.find(out).orElseThrow().event()).isEqualTo(42);
    assertRefused(Code.DRAFT_NOT_EDITABLE, () -> drafts.delete(out));
    assertRefused(Code.UNKNOWN_DRAFT, () -> drafts.edit(99, "{}", OLGA));
    assertThat(drafts.list(DraftState.PUBLISHED, Long.MAX_VALUE, 10))
        .extracting(EventDraft::id)
        .containsExactly(out);
    assertThat(drafts.list(null, out, 10)).extracting(EventDraft::id).containsExactly(gone);
  }

  @Test
  void whoeverFinishesAnInterruptedPublicationDoesItUnderTheFirstNumber() {
    long id = drafts.create("{}", OLGA).id();
    drafts.beginPublishing(id, OLGA);
    assertThat(drafts.beginPublishing(id, OTTO).publisher()).isEqualTo(OLGA);
    drafts.refused(id);
    assertThat(drafts.edit(id, "{}", OTTO).state()).isEqualTo(DraftState.DRAFT);
    assertThat(drafts.beginPublishing(id, OTTO).publisher()).isEqualTo(OTTO);
  }

  @Test
  void evidenceOfAMarketIsListedNewestFirst() {
    MarketEvidence evidence = new MarketEvidence(people.database, people.clock);
    Statement first = evidence.add(5, "a photograph", OLGA);
    Statement second = evidence.add(5, "a letter", OTTO);
    evidence.add(6, "something else", OTTO);
    assertThat(evidence.of(5, Long.MAX_VALUE, 10)).containsExactly(second, first);
    assertThat(evidence.of(5, second.number(), 10)).containsExactly(first);
  }
}
