namespace Parley.Hosting;

/// <summary>What the shell sees. Stable: scripts rely on it.</summary>
public static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int NotFound = 2;
    public const int NotRunning = 3;
    public const int Configuration = 4;
    public const int Timeout = 5;
}
