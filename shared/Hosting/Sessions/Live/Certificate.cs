namespace Parley.Hosting;

/// <summary>Real money is traded by what has passed the promotion gate, and by nothing else.</summary>
public static class Certificate
{
    /// <exception cref="ConfigException">The profile trades real money and there is no valid certificate.</exception>
    public static void Require(string profile)
    {
        if (profile == "live")
            throw new ConfigException("live refuses to start: there is no valid promotion certificate, and this version has no way to issue one.");
    }
}
