using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Parley.Ports;

namespace Parley.Telegram;

/// <summary>Writes to the chat.</summary>
public sealed class TelegramBot(HttpClient http, TelegramOptions options) : IAlerts
{
    /// <summary>Telegram's limit for one message, in UTF-16 units.</summary>
    public const int TextMax = 4_096;

    public Task SendAsync(Alert alert, CancellationToken cancellation)
    {
        string mark = alert.Severity switch { AlertSeverity.Critical => "🔴 ", AlertSeverity.Warning => "🟠 ", _ => "" };
        return WriteAsync(mark + alert.Text, cancellation);
    }

    /// <exception cref="TelegramException">Telegram could not be reached or did not take the message.</exception>
    public async Task WriteAsync(string text, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await http.PostAsJsonAsync(
                new Uri(options.Server, $"/bot{options.BotToken}/sendMessage"), new Message(options.ChatId, Fit(text)), TelegramJson.Default.Message, cancellation);
            if (!response.IsSuccessStatusCode) throw new TelegramException($"Telegram answered {(int)response.StatusCode}.");
        }
        catch (HttpRequestException e)
        {
            // The exception's own text may hold the address, and the address holds the token.
#pragma warning disable MA0054
            throw new TelegramException($"Telegram cannot be reached: {e.HttpRequestError}.");
#pragma warning restore MA0054
        }
    }

    private static string Fit(string text)
    {
        if (text.Length <= TextMax) return text;
        int end = TextMax - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }

    /// <summary>The body of <c>sendMessage</c>.</summary>
    internal sealed record Message([property: JsonPropertyName("chat_id")] long ChatId, [property: JsonPropertyName("text")] string Text);
}

[JsonSerializable(typeof(TelegramBot.Message))]
internal sealed partial class TelegramJson : JsonSerializerContext;

/// <summary>A message was not delivered. Holds no secret.</summary>
public sealed class TelegramException : Exception
{
    public TelegramException(string message) : base(message)
    {
    }

    public TelegramException(string message, Exception inner) : base(message, inner)
    {
    }

    public TelegramException()
    {
    }
}
