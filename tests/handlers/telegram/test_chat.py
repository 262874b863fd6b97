"""What the bot says: literal text, in the right place, under the right message, or a typed error."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.messages import Place
from bot.core.words import Button, Link, Words
from bot.ports import Busy, Gone, Refused, Unreachable, Unsure

if TYPE_CHECKING:
    from bot.ports import Chat
    from tests.handlers.telegram.conftest import Scene

TREACHEROUS = [
    "*vet* _schuin_ `code` [klik](https://kwaad.example) <b>vet</b> &amp; \\*",
    "{{7*7}} {% raw %} ${x}",
    "@everyone @here /start@polderlink_bot #hashtag",
    "👩‍👩‍👧‍👦 é e\u0301 \u202eterug\u202c مرحبا بالعالم שלום",
    "regel een\n\n  regel twee\t.",
]


def standing(scene: Scene, place: Place, message: str) -> dict[str, Any]:
    return scene.server.chat(int(place.channel)).messages[int(message)]


async def test_the_chat_is_the_port(scene: Scene) -> None:
    chat: Chat = (await scene.started()).chat
    assert (chat.platform, chat.limit) == ("telegram", 4096)


async def test_a_post_answers_the_message_and_says_its_id(scene: Scene) -> None:
    chat = (await scene.started()).chat
    said = scene.server.say(scene.group, scene.sanne, "Wifi weg")
    sent = await chat.post(scene.public, Words.of("Hoi Sanne"), key="k1", reply_to=str(said["message_id"]))
    message = standing(scene, scene.public, sent)
    assert message["text"] == "Hoi Sanne"
    assert message["reply_to_message"]["message_id"] == said["message_id"]
    call = scene.server.judge.calls("sendMessage")[0]
    assert '"allow_sending_without_reply": false' in call.params["reply_parameters"]
    assert '"is_disabled": true' in call.params["link_preview_options"]
    assert "parse_mode" not in call.params


@pytest.mark.parametrize("text", TREACHEROUS)
async def test_text_arrives_letter_for_letter(scene: Scene, text: str) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.public, Words.of(text), key="k")
    message = standing(scene, scene.public, sent)
    assert message["text"] == text
    assert not any(one["type"] in {"bold", "italic", "code", "text_link"} for one in message.get("entities", ()))


async def test_links_stand_at_their_place_in_utf16_units(scene: Scene) -> None:
    chat = (await scene.started()).chat
    words = Words(("😤😤 zie ", Link("Wifi 📶 weg", "https://community.polderlink.example/t/101"), " of bel"))
    sent = await chat.post(scene.public, words, key="k")
    message = standing(scene, scene.public, sent)
    assert message["text"] == "😤😤 zie Wifi 📶 weg of bel"
    link = next(one for one in message["entities"] if one["type"] == "text_link")
    assert (link["offset"], link["length"]) == (9, 11)
    assert link["url"] == "https://community.polderlink.example/t/101"


@pytest.mark.parametrize(("text", "units"), [("a" * 4096, 4096), ("😀" * 2048, 4096), ("", 0), ("é", 1), ("😀", 2)])
async def test_text_is_measured_in_utf16_units(scene: Scene, text: str, units: int) -> None:
    assert scene.platform().chat.measure(text) == units


@pytest.mark.parametrize("text", ["a" * 4096, "😀" * 2048, "é" * 4096])
async def test_4096_units_go_out_whole(scene: Scene, text: str) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.public, Words.of(text), key="k")
    assert standing(scene, scene.public, sent)["text"] == text


@pytest.mark.parametrize("text", ["a" * 4097, "😀" * 2048 + "a", "x" * 1_000_000, "", " \n "])
async def test_4097_units_and_empty_text_are_refused_before_anything_is_sent(scene: Scene, text: str) -> None:
    chat = (await scene.started()).chat
    with pytest.raises(Refused):
        await chat.post(scene.public, Words.of(text), key="k")
    with pytest.raises(Refused):
        await chat.open_thread(scene.private, "Zaak", Words.of(text), key="k")
    assert not scene.server.judge.calls("sendMessage")
    assert not scene.server.judge.calls("createForumTopic")


async def test_half_a_symbol_and_the_zero_sign_become_a_mark(scene: Scene) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.public, Words.of("half \ud83d nul \0"), key="k")
    assert standing(scene, scene.public, sent)["text"] == "half \ufffd nul \ufffd"


async def test_buttons_carry_at_most_64_bytes(scene: Scene) -> None:
    chat = (await scene.started()).chat
    buttons = [
        Button("Dit antwoord", "a" * 64, "primary"),
        Button("Zelf schrijven", "b"),
        Button("Geen klacht", "c", "danger"),
        Button("Opgelost", "d"),
    ]
    sent = await chat.post(scene.private, Words.of("Kaart"), key="k", buttons=buttons)
    rows = standing(scene, scene.private, sent)["reply_markup"]["inline_keyboard"]
    assert [[one["text"] for one in row] for row in rows] == [
        ["Dit antwoord", "Zelf schrijven"],
        ["Geen klacht", "Opgelost"],
    ]
    assert rows[0][0] == {"text": "Dit antwoord", "callback_data": "a" * 64, "style": "primary"}
    for data in ("é" * 33, ""):
        with pytest.raises(Refused):
            await chat.post(scene.private, Words.of("Kaart"), key="k", buttons=[Button("Te lang", data)])


async def test_an_edit_replaces_text_and_buttons_and_may_change_nothing(scene: Scene) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.private, Words.of("Kaart"), key="k", buttons=[Button("Dit", "x")])
    await chat.edit(scene.private, sent, Words.of("Kaart, opgelost"))
    assert standing(scene, scene.private, sent)["text"] == "Kaart, opgelost"
    assert "reply_markup" not in standing(scene, scene.private, sent)
    await chat.edit(scene.private, sent, Words.of("Kaart, opgelost"))
    scene.server.erase(scene.desk, int(sent))
    with pytest.raises(Gone) as gone:
        await chat.edit(scene.private, sent, Words.of("Kaart"))
    assert gone.value.what == "message"


async def test_deleting_twice_is_no_error(scene: Scene) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.public, Words.of("Hoi"), key="k")
    await chat.delete(scene.public, sent)
    await chat.delete(scene.public, sent)
    assert int(sent) not in scene.group.messages


async def test_what_may_not_be_deleted_is_refused(scene: Scene) -> None:
    chat = (await scene.started()).chat
    said = scene.server.say(scene.group, scene.sanne, "van mij")
    with pytest.raises(Refused, match="deleted"):
        await chat.delete(scene.public, str(said["message_id"]))


async def test_a_reaction_is_put_and_a_wrong_one_refused(scene: Scene) -> None:
    chat = (await scene.started()).chat
    said = scene.server.say(scene.group, scene.sanne, "Wifi weg")
    await chat.react(scene.public, str(said["message_id"]), "👀")
    assert len(scene.server.judge.calls("setMessageReaction")) == 1
    with pytest.raises(Refused):
        await chat.react(scene.public, str(said["message_id"]), "🦖")
    with pytest.raises(Gone):
        await chat.react(scene.public, "999", "👀")


async def test_a_card_gets_a_topic_of_its_own(scene: Scene) -> None:
    chat = (await scene.started()).chat
    thread = await chat.open_thread(scene.private, "Zaak 7 · wifi" + "!" * 200, Words.of("Kaart"), key="k")
    assert thread.place.thread in {str(topic) for topic in scene.desk.topics}
    assert len(scene.desk.topics[int(thread.place.thread)].name) == 128
    assert standing(scene, scene.private, thread.card)["message_thread_id"] == int(thread.place.thread)
    sent = await chat.post(thread.place, Words.of("Van de klant: nog steeds"), key="k2")
    assert standing(scene, scene.private, sent)["is_topic_message"] is True


async def test_without_topics_the_card_stands_in_the_group(scene: Scene) -> None:
    plain = scene.server.add_supergroup("Staf zonder onderwerpen", members=[scene.ab])
    chat = (await scene.started(scene.config(staff=str(plain.id)))).chat
    place = Place("telegram", str(plain.id))
    thread = await chat.open_thread(place, "Zaak 7", Words.of("Kaart"), key="k")
    assert thread.place == place
    assert plain.messages[int(thread.card)]["text"] == "Kaart"


async def test_without_the_right_to_make_topics_the_card_still_reaches_staff(scene: Scene) -> None:
    scene.server.promote(scene.desk, scene.account, scene.ab, can_manage_topics=False)
    chat = (await scene.started()).chat
    thread = await chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k")
    assert thread.place == scene.private
    assert standing(scene, scene.private, thread.card)["text"] == "Kaart"


async def test_a_repeat_after_a_failed_card_uses_the_topic_that_is_there(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.misbehave("429", method="sendMessage", seconds=3)
    with pytest.raises(Busy):
        await chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k")
    await chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k")
    assert len(scene.desk.topics) == 1


async def test_a_lost_card_is_unsure_and_a_lost_topic_is_tried_again(scene: Scene) -> None:
    chat = (await scene.started()).chat
    scene.server.misbehave("drop", method="createForumTopic")
    with pytest.raises(Unreachable):
        await chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k")
    scene.server.misbehave("drop", method="sendMessage")
    with pytest.raises(Unsure):
        await chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k")


async def test_a_whisper_is_cut_to_what_fits_and_an_old_press_is_no_error(scene: Scene) -> None:
    chat = (await scene.started()).chat
    sent = await chat.post(scene.private, Words.of("Kaart"), key="k", buttons=[Button("Dit", "x")])
    query = scene.server.press(scene.ab, scene.desk, int(sent), "x")
    await chat.whisper(query, "Jan was je voor 👍")
    await chat.whisper(query, "lang " * 100)
    first, second = scene.server.judge.calls("answerCallbackQuery")
    assert (first.params["text"], first.params["show_alert"]) == ("Jan was je voor 👍", "false")
    assert (second.params["show_alert"], second.params["text"][-1]) == ("true", "…")
    scene.server.advance(3600)
    await chat.whisper(query, "te laat")
    await chat.whisper("onbekend", "")


async def test_leaving_a_group_posts_nothing_and_leaving_twice_is_no_error(scene: Scene) -> None:
    chat = (await scene.started()).chat
    await chat.leave(str(scene.group.id))
    await chat.leave(str(scene.group.id))
    assert not scene.group.member(scene.account.id).present
    assert not scene.server.judge.calls("sendMessage")


async def test_telegram_cannot_tell_whether_an_answer_stands(scene: Scene) -> None:
    with pytest.raises(Unsure):
        await scene.platform().chat.find_reply(scene.public, "1", datetime(2026, 11, 20, tzinfo=UTC), Words.of("x"))


async def test_links_to_a_private_chat_and_to_messages(scene: Scene) -> None:
    public = scene.server.add_supergroup("Openbaar", username="polderlink_klanten")
    chat = (await scene.started(scene.config(channel=str(public.id)))).chat
    assert chat.private_link("zaak_17-a") == "https://t.me/polderlink_bot?start=zaak_17-a"
    assert chat.private_link("x" * 64).endswith("x" * 64)
    assert [chat.private_link(wrong) for wrong in ("x" * 65, "", "a b", "é")] == [""] * 4
    assert chat.message_link(Place("telegram", str(public.id)), "5") == "https://t.me/polderlink_klanten/5"
    assert chat.message_link(Place("telegram", "-1001234567890", "7"), "5") == "https://t.me/c/1234567890/5"
    assert chat.message_link(Place("telegram", "-4001"), "5") == ""
    assert chat.message_link(Place("telegram", "5001"), "5") == ""
    assert chat.message_link(Place("telegram", "-1001234567890"), "oud/5") == ""
