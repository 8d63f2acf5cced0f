using System.Text;

namespace DistributedSystems.Tool.Reports;

/// <summary>A file that is there as a whole or not at all: whoever reads it never sees half of it.</summary>
internal static class ReportFile
{
    public static void Write(string path, string content)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(unfinished, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(unfinished, full, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
