"""An ordinary discord.py bot: a slash command posts a button, and the button says "ok" in private."""

import os

import discord
from discord import app_commands


class Question(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @discord.ui.button(label="Answer", custom_id="sample:answer")
    async def answer(self, interaction: discord.Interaction, button: discord.ui.Button):
        await interaction.response.send_message("ok", ephemeral=True)


class Bot(discord.AutoShardedClient):
    def __init__(self):
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self):
        self.add_view(Question())
        await self.tree.sync()


bot = Bot()


@bot.tree.command(description="Post a question")
async def ask(interaction: discord.Interaction, text: app_commands.Range[str, 1, 3000] = "Ready?"):
    await interaction.response.send_message(text, view=Question())


bot.run(os.environ["DISCORD_TOKEN"])
