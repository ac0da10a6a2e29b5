using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Parley.Telegram;

/// <summary>A message somebody wrote in the chat.</summary>
/// <param name="Id">Unique per message.</param>
public sealed record ChatMessage(string Id, string Sender, string Text);

/// <summary>Takes updates that Telegram posts, and nobody else's.</summary>
public sealed class TelegramWebhook(TelegramOptions options)
{
    private readonly byte[] secret = SHA256.HashData(Encoding.UTF8.GetBytes(options.WebhookSecret));

    /// <summary>Whether the header that came with an update proves Telegram sent it. Takes the same time whatever it holds.</summary>
    public bool IsFromTelegram(string? secretToken) =>
        options.WebhookSecret.Length > 0
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secretToken ?? "")), secret);

    /// <summary>Reads an update.</summary>
    /// <returns>Null for anything but a text in the one chat: other chats, edits, pictures, nonsense.</returns>
    public ChatMessage? Read(ReadOnlyMemory<byte> update)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(update);
            if (!json.RootElement.TryGetProperty("message", out JsonElement message)) return null;
            if (message.GetProperty("chat").GetProperty("id").GetInt64() != options.ChatId) return null;
            if (!message.TryGetProperty("text", out JsonElement text) || text.GetString() is not { Length: > 0 } written) return null;
            JsonElement from = message.GetProperty("from");
            string sender = from.TryGetProperty("username", out JsonElement name) && name.GetString() is { } known
                ? known
                : from.GetProperty("id").GetInt64().ToString(CultureInfo.InvariantCulture);
            return new($"telegram-{message.GetProperty("message_id").GetInt64()}", sender, written);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
