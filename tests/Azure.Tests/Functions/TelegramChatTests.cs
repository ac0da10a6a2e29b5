using Parley.Functions;

namespace Parley.Azure.Tests;

public sealed class TelegramChatTests : IDisposable
{
    private readonly HttpClient http = new();

    [Fact]
    public void Without_a_chat_there_is_none_and_nothing_is_missing() =>
        TelegramChat.Of(chat: null, _ => null, http).ShouldBe(new TelegramChat(null, null));

    [Theory]
    [InlineData(null, "secret")]
    [InlineData("token", "")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://vault/secrets/token)", "secret")]
    public void A_chat_without_its_secrets_is_missing_them(string? token, string? secret) =>
        TelegramChat.Of(7, key => key == "TELEGRAM_BOT_TOKEN" ? token : secret, http).ShouldBeNull();

    [Fact]
    public void A_chat_with_its_secrets_hears_and_tells()
    {
        TelegramChat chat = TelegramChat.Of(7, key => key == "TELEGRAM_BOT_TOKEN" ? "token" : "secret", http).ShouldNotBeNull();
        chat.Bot.ShouldNotBeNull();
        chat.Webhook.ShouldNotBeNull().IsFromTelegram("secret").ShouldBeTrue();
    }

    public void Dispose() => http.Dispose();
}
