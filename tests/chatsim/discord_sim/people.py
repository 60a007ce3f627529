"""A person using Discord: what they do is refused where the real client would refuse it."""

from __future__ import annotations

from simbase import refuse_if

from .limits import BUTTON, LABEL, ROW, SELECT
from .world import ALL_PERMS, Channel, Interaction, Message, User


class Account:
    def __init__(self, sim, user: User):
        self.sim, self.user = sim, user

    id = property(lambda self: self.user.id)
    name = property(lambda self: self.user.username)
    mention = property(lambda self: f"<@{self.user.id}>")

    # -- slash commands --------------------------------------------------------------
    async def slash(self, channel, command: str, **options) -> Interaction:
        data = self._command_data(self.sim._c(channel), command.lstrip("/"), options)
        return await self._issue(2, channel, data, name=command.lstrip("/"))

    async def autocomplete(self, channel, command: str, focused: str, value, **options) -> list:
        options[focused] = value
        data = self._command_data(self.sim._c(channel), command.lstrip("/"), options, focused)
        i = await self._issue(4, channel, data, name=command.lstrip("/"))
        await i.wait_ack()
        return i.choices or []

    def _find_command(self, channel: Channel, text: str) -> tuple[dict, list[dict]]:
        """The command, and the chain of its sub-commands."""
        guild = channel.guild
        first, *rest = text.split(" ")
        table = self.sim.app.all_commands(guild.id if guild else None)
        refuse_if(first not in table, f"no command {first!r} registered here; there are {sorted(table)}")
        command = node = table[first]
        contexts = command.get("contexts") or (0, 1)
        if guild:
            refuse_if(self.id not in guild.members, "not a member of the guild")
            refuse_if(0 not in contexts, "the command is not available in guilds")
            need, have = command["default_member_permissions"], guild.permissions(self.id, channel)
            hidden = need is not None and (int(need) & ~have or int(need) == 0 and have != ALL_PERMS)
            refuse_if(hidden, "the user lacks default_member_permissions, the command is not shown")
        else:
            private = 1 in contexts and command["dm_permission"] is not False and not command.get("guild_id")
            refuse_if(not private, "the command is not available in DMs")
        chain = []
        for part in rest:
            subs = {o["name"]: o for o in node.get("options") or [] if o["type"] in (1, 2)}
            refuse_if(part not in subs, f"{text!r}: no sub-command {part!r}; there are {sorted(subs)}")
            node = subs[part]
            chain.append(node)
        subs = [o["name"] for o in node.get("options") or [] if o["type"] in (1, 2)]
        refuse_if(subs, f"{text!r} needs a sub-command: {subs}")
        return command, chain

    def _command_data(self, channel: Channel, text: str, given: dict, focused: str | None = None) -> dict:
        command, chain = self._find_command(channel, text)
        spec = {o["name"]: o for o in [command, *chain][-1].get("options") or []}
        resolved: dict = {}
        options = []
        for name, value in given.items():
            refuse_if(name not in spec, f"{text!r} has no option {name!r}; it has {sorted(spec)}")
            option = {"name": name, "type": spec[name]["type"]}
            if name == focused:
                refuse_if(not spec[name].get("autocomplete"), f"option {name!r} has no autocomplete")
                option |= {"value": str(value), "focused": True}
            else:
                option["value"] = self._value(spec[name], value, resolved, channel)
            options.append(option)
        missing = [o["name"] for o in spec.values() if o.get("required") and o["name"] not in given]
        refuse_if(missing and focused is None, f"required option(s) missing: {missing}")
        for sub in reversed(chain):
            options = [{"name": sub["name"], "type": sub["type"], "options": options}]
        data = {"id": command["id"], "name": command["name"], "type": 1}
        extra = {"options": options, "resolved": resolved, "guild_id": command.get("guild_id")}
        return data | {k: v for k, v in extra.items() if v}

    def _value(self, o: dict, v, resolved: dict, channel: Channel):
        name, kind = o["name"], o["type"]
        if choices := o.get("choices"):
            found = [c["value"] for c in choices if v in (c["value"], c["name"])]
            refuse_if(not found, f"{name}={v!r} is not one of the choices {[c['name'] for c in choices]}")
            return found[0]
        match kind:
            case 3:
                refuse_if(not isinstance(v, str) or not v, f"{name} is a string option, got {v!r}")
                fits = (o.get("min_length") or 0) <= len(v) <= (o.get("max_length") or 6000)
                refuse_if(not fits, f"{name}: length {len(v)} not in min_length..max_length")
            case 4 | 10:
                ok = isinstance(v, int if kind == 4 else (int, float)) and not isinstance(v, bool)
                refuse_if(not ok or abs(v) > 2**53, f"{name} is an integer or number option, got {v!r}")
                low, high = o.get("min_value"), o.get("max_value")
                fits = (low is None or v >= low) and (high is None or v <= high)
                refuse_if(not fits, f"{name}={v} not in min_value..max_value ({low}..{high})")
            case 5:
                refuse_if(not isinstance(v, bool), f"{name} is a boolean option, got {v!r}")
            case 6:
                user, members = self.sim._u(v), channel.guild.members if channel.guild else {}
                resolved.setdefault("users", {})[user.id] = user.payload()
                if user.id in members:
                    member = members[user.id].payload(with_user=False)
                    member["permissions"] = str(channel.guild.permissions(user.id))
                    resolved.setdefault("members", {})[user.id] = member
                return user.id
            case 7:
                c = self.sim._c(v)
                wanted = o.get("channel_types") or [c.type]
                refuse_if(c.type not in wanted, f"{name}: channel type {c.type} not offered")
                perms = str(channel.guild.permissions(self.id, c))
                resolved.setdefault("channels", {})[c.id] = dict(c.payload(), permissions=perms)
                return c.id
            case _:
                raise NotImplementedError(f"{name}: an option of type {kind} is not simulated")
        return v

    # -- components ------------------------------------------------------------------
    def _pick(self, message, kind: int, label=None, custom_id=None, index=None) -> tuple[Message, dict]:
        m = self.sim._m(message)
        refuse_if(m.deleted is not None, "the message is deleted")
        refuse_if(m not in self.sees(m.channel), "the message is not visible to this user")
        present = [c for row in m.data["components"] for c in row["components"]]
        found = [
            c
            for c in present
            if c["type"] == kind
            and label in (None, c.get("label"), (c.get("emoji") or {}).get("name"))
            and custom_id in (None, c.get("custom_id"))
        ][slice(index or 0, None)]
        names = [(c.get("label"), c.get("custom_id")) for c in present]
        refuse_if(not found, f"no such component; the message has {names}")
        refuse_if(found[0].get("disabled"), "the component is disabled")
        refuse_if(found[0].get("style") == 5, "a link button sends no interaction")
        return m, found[0]

    async def click(
        self, message, label: str | None = None, custom_id: str | None = None, index=None
    ) -> Interaction:
        m, c = self._pick(message, BUTTON, label, custom_id, index)
        data = {"id": c["id"], "custom_id": c["custom_id"], "component_type": BUTTON}
        return await self._issue(3, m.channel, data, message=m)

    async def select(self, message, values, custom_id: str | None = None) -> Interaction:
        m, c = self._pick(message, SELECT, None, custom_id)
        values = list(values) if isinstance(values, list | tuple) else [values]
        low, high = c["min_values"], c["max_values"]
        refuse_if(not low <= len(values) <= high, f"{len(values)} values, allowed {low}..{high}")
        data = {"id": c["id"], "custom_id": c["custom_id"], "component_type": SELECT}
        options = {name: o["value"] for o in c["options"] for name in (o["label"], o["value"])}
        refuse_if(any(v not in options for v in values), f"no such option; there are {sorted(options)}")
        data["values"] = [options[v] for v in values]
        return await self._issue(3, m.channel, data, message=m)

    async def submit_modal(self, interaction: Interaction, fields: dict) -> Interaction:
        i = self.sim.interactions[interaction] if isinstance(interaction, str) else interaction
        refuse_if(i.modal is None or i.user is not self.user, "no modal is open for this user")
        left, answers = dict(fields), []
        for top in i.modal["components"]:
            answer = {"type": top["type"], "id": top["id"]}
            if top["type"] == ROW:
                answer["components"] = [self._answer(c, left) for c in top["components"]]
            elif top["type"] == LABEL:
                answer["component"] = self._answer(top["component"], left)
            answers.append(answer)
        refuse_if(left, f"the modal has no fields {sorted(left)}")
        data = {"custom_id": i.modal["custom_id"], "components": answers}
        message = i.message if i.type == 3 else None
        return await self._issue(5, i.channel, data, message=message, parent=i)

    def _answer(self, c: dict, left: dict) -> dict:
        cid, kind = c["custom_id"], c["type"]
        value = left.pop(cid, None)
        required = c.get("required", True) is not False
        out = {"type": kind, "id": c["id"], "custom_id": cid}
        if kind == 4:
            value = c.get("value") or "" if value is None else value
            refuse_if(required and not value, f"modal field {cid!r} is required")
            fits = (c.get("min_length") or 0) <= len(value) <= (c.get("max_length") or 4000)
            refuse_if(value and not fits, f"modal field {cid!r}: length {len(value)} not allowed")
            return dict(out, value=value)
        values = value if isinstance(value, list) else [] if value is None else [value]
        refuse_if(required and not values, f"modal field {cid!r} is required")
        offered = [o["value"] for o in c["options"]]
        refuse_if(any(v not in offered for v in values), f"modal field {cid!r}: there are {offered}")
        return dict(out, values=values)

    # -- looking ---------------------------------------------------------------------
    def sees(self, channel) -> list[Message]:
        return self.sim.visible_messages(channel, self.user)

    def dm(self) -> Channel:
        return self.sim.dm_channel(self.user)

    async def _issue(self, kind: int, channel, data: dict, **more) -> Interaction:
        return await self.sim.issue(Interaction(kind, self.user, self.sim._c(channel), data, **more))
