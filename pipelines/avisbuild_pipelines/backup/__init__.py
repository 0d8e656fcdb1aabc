"""A whole copy of a project in one folder, made while others edit; and a project made of it again."""

from avisbuild_pipelines.backup.contents import Part
from avisbuild_pipelines.backup.restoring import Restored, restore
from avisbuild_pipelines.backup.writing import BackupPlan, back_up, plan_backup

__all__ = ["BackupPlan", "Part", "Restored", "back_up", "plan_backup", "restore"]
